import { describe, expect, it } from "vitest";
import { money_text, parse_integer, parse_money } from "./money";

describe("MONEY-5 amounts are fen, typed and read as yuan", () => {
	it.each([
		["1234.5", 123450],
		["1,234.5", 123450],
		["１，２３４．５０", 123450],
		["￥12元", 1200],
		[" 0.05 ", 5],
		["007", 700],
		["0", 0],
		["-0", 0],
		["-3.2", -320],
		["5.", 500],
		["999999999999.99", 99999999999999],
	])("takes %s", (typed, fen) => expect(parse_money(typed)).toBe(fen));

	it.each(["", "x", "1.234", "1,5", "12,34.00", "1.2.3", "--1", "1e3", "１２元整", ".5", "1000000000000"])("is not taken in by %s", (typed) => expect(parse_money(typed)).toBeNull());

	it.each([
		[0, "0.00"],
		[5, "0.05"],
		[99999, "999.99"],
		[100000, "1,000.00"],
		[123456789, "1,234,567.89"],
		[-123456, "-1,234.56"],
	])("shows %d as %s", (fen, text) => {
		expect(money_text(fen)).toBe(text);
		expect(parse_money(text)).toBe(fen);
	});

	it.each([["７", 7], ["1,000", 1000], ["-0", 0], ["1.5", null], ["", null], ["x", null]] as const)("reads the number %s", (typed, n) => expect(parse_integer(typed)).toBe(n));
});
