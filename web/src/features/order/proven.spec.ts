import { reactive } from "vue";
import { describe, expect, it } from "vitest";
import type { Field } from "@/api/describe";
import type { Content } from "@/ui/form";
import { useProven } from "./proven";

const field = (name: string, more: Partial<Field> = {}): Field => ({ name, type: "text", zh: name, en: name, ...more });
const fields = [field("phone", { proven: true }), field("people", { type: "group", repeated: true, fields: [field("phone", { proven: true })] })];

describe("phones known to be in hand", () => {
	it("are known however they are typed, wherever they stand", () => {
		const content = reactive<Content>({ phone: "138 0013 8000", people: [{ key: "a", phone: "13900000000" }] });
		const proven = useProven(fields, content, ["phone"]);
		expect(proven.is_proven("phone")).toBe(true);
		expect(proven.is_proven("people.a.phone")).toBe(false);
		content.phone = "+86 138-0013-8000";
		expect(proven.is_proven("phone")).toBe(true);
		content.phone = "13800138001";
		expect(proven.is_proven("phone")).toBe(false);
		proven.add("139 0000 0000");
		expect(proven.is_proven("people.a.phone")).toBe(true);
	});

	it("nothing typed is no phone", () => {
		const proven = useProven(fields, reactive<Content>({}), []);
		expect(proven.phone_at("phone")).toBe("");
		expect(proven.is_proven("phone")).toBe(false);
	});
});
