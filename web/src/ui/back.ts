import { computed } from "vue";
import { useRoute, useRouter, type RouteLocationRaw } from "vue-router";

/* The way back to a list: as it was asked, where one comes from it. */
export function useBack(name: string) {
	const route = useRoute();
	const router = useRouter();
	return computed<RouteLocationRaw>(() => {
		/* the browser's history has nothing that Vue follows: it changes with the address */
		const from: unknown = route.fullPath && window.history.state?.back;
		return typeof from === "string" && router.resolve(from).name === name ? from : { name };
	});
}
