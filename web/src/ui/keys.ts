import { onBeforeUnmount, onMounted } from "vue";

const typing = (target: EventTarget | null) =>
	target instanceof HTMLElement &&
	(target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
	!(target instanceof HTMLInputElement && target.type === "radio");

/* Enter and Space belong to the link or button that has the focus, arrows to a group of choices. */
const users: [RegExp, string][] = [
	[/^(Enter| )$/, "a, button, summary, [role=tab]"],
	[/^Arrow/, "[type=radio], [role=tab]"],
];
const taken = ({ key, target }: KeyboardEvent) =>
	target instanceof Element && users.some(([keys, user]) => keys.test(key) && target.closest(user));

/* Single keys for people who work here all day; silent while they type. */
export function useKeys(map: Record<string, () => void>): void {
	const pressed = (event: KeyboardEvent) => {
		if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
		if (typing(event.target) || taken(event) || document.querySelector("dialog[open]")) return;
		const act = map[event.key];
		if (!act) return;
		event.preventDefault();
		act();
	};
	onMounted(() => document.addEventListener("keydown", pressed));
	onBeforeUnmount(() => document.removeEventListener("keydown", pressed));
}
