import { ref } from "vue";

export type Theme = "system" | "light" | "dark";

const STORE = "liangding.theme";
const dark = window.matchMedia("(prefers-color-scheme: dark)");

export const theme = ref<Theme>("system");

function apply(): void {
	const shown = theme.value === "system" ? (dark.matches ? "dark" : "light") : theme.value;
	document.documentElement.dataset.theme = shown;
}

export function set_theme(next: Theme): void {
	theme.value = next;
	apply();
	try {
		localStorage.setItem(STORE, next);
	} catch {
		/* not stored: the choice lasts as long as the page */
	}
}

export function restore_theme(): void {
	try {
		const stored = localStorage.getItem(STORE);
		if (stored === "light" || stored === "dark") theme.value = stored;
	} catch {
		/* the system's choice it is */
	}
	dark.addEventListener("change", apply);
	apply();
}
