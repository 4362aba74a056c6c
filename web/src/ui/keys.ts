/*
 * Every key the pages answer to comes through here; web/eslint.config.js refuses
 * a listener beside it. What is pressed while an input method composes
 * belongs to that: Enter takes the word, Escape drops it.
 */
import { onBeforeUnmount, onMounted, type ObjectDirective } from "vue";

/* By name, as "j", "Enter" or "Ctrl+Enter", * any other; false: not answered after all. */
export type Keys = Record<string, (event: KeyboardEvent) => unknown>;

/* Some browsers say it by 229 alone, and Safari of the Enter that ends it. */
export const composing = (event: KeyboardEvent) => event.isComposing || event.keyCode === 229;

const name_of = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => `${ctrlKey || metaKey ? "Ctrl+" : ""}${altKey ? "Alt+" : ""}${key}`;

export function answer(event: KeyboardEvent, keys: Keys): void {
	if (composing(event)) return;
	const name = [name_of(event), "*"].find((one) => Object.hasOwn(keys, one));
	if (name === undefined || keys[name]!(event) === false) return;
	event.preventDefault();
	event.stopPropagation();
}

/* v-keys="{ Enter: keep }": the keys of an element and of what is in it. */
const of = new WeakMap<HTMLElement, Keys>();
const heard = (event: KeyboardEvent) => {
	const keys = of.get(event.currentTarget as HTMLElement);
	if (keys) answer(event, keys);
};
export const vKeys: ObjectDirective<HTMLElement, Keys> = {
	mounted(element, { value }) {
		of.set(element, value);
		element.addEventListener("keydown", heard);
	},
	updated: (element, { value }) => void of.set(element, value),
	beforeUnmount: (element) => element.removeEventListener("keydown", heard),
};

const typing = (target: EventTarget | null) =>
	target instanceof HTMLElement &&
	(target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
	!(target instanceof HTMLInputElement && ["radio", "checkbox"].includes(target.type));

/* Enter and Space belong to the link or button that has the focus, arrows to a group of choices. */
const users: [RegExp, string][] = [
	[/^(Enter| )$/, "a, button, summary, [role=tab]"],
	[/^ $/, "[type=checkbox]"],
	[/^Arrow/, "[type=radio], [role=tab]"],
];
const taken = ({ key, target }: KeyboardEvent) =>
	target instanceof Element && users.some(([keys, user]) => keys.test(key) && target.closest(user));

/* A calendar of the library keeps Enter to itself, and takes what was typed when it is left. */
function leave_calendar(target: EventTarget | null): void {
	if (target instanceof HTMLElement && target.closest(".el-date-editor")) target.blur();
}

/*
 * The page's own keys: single ones are silent while people type, and all of them
 * behind a question. Those with Ctrl act wherever one is, before anything in it.
 */
export function useKeys(keys: Keys): void {
	const heard = (event: KeyboardEvent, with_ctrl: boolean) => {
		if ((event.ctrlKey || event.metaKey) !== with_ctrl || document.querySelector("dialog[open]")) return;
		if (!with_ctrl && (typing(event.target) || taken(event))) return;
		if (with_ctrl && !composing(event) && Object.hasOwn(keys, name_of(event))) leave_calendar(event.target);
		answer(event, keys);
	};
	const pressed = (event: KeyboardEvent) => heard(event, false);
	const captured = (event: KeyboardEvent) => heard(event, true);
	onMounted(() => {
		document.addEventListener("keydown", pressed);
		document.addEventListener("keydown", captured, { capture: true });
	});
	onBeforeUnmount(() => {
		document.removeEventListener("keydown", pressed);
		document.removeEventListener("keydown", captured, { capture: true });
	});
}

/*
 * Before anything else hears of it: the calendar of a library and the browser's
 * own dialog know nothing of the above.
 */
export function mind_input_methods(): void {
	window.addEventListener(
		"keydown",
		(event) => {
			if (!composing(event)) return;
			event.stopImmediatePropagation();
			if (event.key === "Enter" || event.key === "Escape") event.preventDefault();
		},
		{ capture: true },
	);
}
