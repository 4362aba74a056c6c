import { reactive } from "vue";

export interface Toast {
	id: number;
	text: string;
	tone: "ok" | "bad";
}

export const toasts = reactive<Toast[]>([]);
let last = 0;

/* A short word that something happened, in place of the last; failures that need acting on are banners. */
export function toast(text: string, tone: Toast["tone"] = "ok"): void {
	const id = ++last;
	toasts.splice(0, toasts.length, { id, text, tone });
	setTimeout(() => {
		const at = toasts.findIndex((one) => one.id === id);
		if (at >= 0) toasts.splice(at, 1);
	}, 5000);
}
