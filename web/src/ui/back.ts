import { useRouter, type RouteLocationRaw } from "vue-router";

/* The way back to a list: as it was asked, where one comes from it. */
export function useBack(name: string): RouteLocationRaw {
	const from: unknown = window.history.state?.back;
	return typeof from === "string" && useRouter().resolve(from).name === name ? from : { name };
}
