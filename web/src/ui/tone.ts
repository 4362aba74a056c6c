/* The colours of words that stand for a state. */
import type { Tone } from "./StatusTag.vue";

const tones: Record<string, Tone> = {
	waiting: "wait",
	approved: "ok",
	agreed: "ok",
	automatic: "ok",
	active: "ok",
	on_file: "ok",
	changing: "wait",
	rejected: "bad",
	refused: "bad",
	locked: "bad",
};

/* Its own, or, of a word that a kind has for itself, that of the state it is in. */
export const tone_of = (word: string, row: Record<string, unknown> = {}): Tone => tones[word] ?? tones[String(row.state)] ?? "idle";
