import { onBeforeUpdate, onUpdated, type Ref } from "vue";

/*
 * Where the focus goes when the control that had it is gone: to what `next`
 * names, for whoever goes by keyboard would otherwise begin the page anew.
 */
export function useFocus(root: Ref<HTMLElement | undefined>, next: () => HTMLElement | null | undefined): void {
	let held: Element | null = null;
	onBeforeUpdate(() => {
		held = root.value?.contains(document.activeElement) ? document.activeElement : null;
	});
	onUpdated(() => {
		if (held && !held.getClientRects().length) next()?.focus();
		held = null;
	});
}
