/* The colours of words that stand for a state. */
import { kinds } from "@/api/describe";
import type { Tone } from "./StatusTag.vue";

const tones: Record<string, Tone> = {
	waiting: "wait",
	supplement: "wait",
	approved: "ok",
	concluded: "ok",
	agreed: "ok",
	automatic: "ok",
	active: "ok",
	on_file: "ok",
	changing: "wait",
	paid: "ok",
	pending: "wait",
	failed: "bad",
	rejected: "bad",
	refused: "bad",
	locked: "bad",
};

const is_changing = (word: string) => kinds.some(({ changing }) => changing === word);

/* Its own, or, of a word that a kind has for itself, that of the state it is in. */
export const tone_of = (word: string, row: Record<string, unknown> = {}): Tone => tones[is_changing(word) ? "changing" : word] ?? tones[String(row.state)] ?? "idle";
