import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from "vue-router";
import { i18n, locale } from "./i18n";
import { fetch_ahead } from "./ahead";
import { guard } from "./guards";
import { useSession } from "./session";
import { watch_opening } from "./opening";
/* with the shell: there is no fetching them when they are wanted */
import Changed from "./Changed.vue";
import Unreached from "./Unreached.vue";
import { watch } from "vue";
import { place } from "@/place";
import { toast } from "@/ui/toast";

declare module "vue-router" {
	interface RouteMeta {
		/* message key of the document's title, or its words */
		title?: string | ((to: RouteLocationNormalized) => string);
		/* reachable without a session */
		open?: boolean;
		/* reachable without having entered a grant */
		hatless?: boolean;
		/* the grant's menu must hold this */
		menu?: string;
		/* its code is fetched ahead for those whose menu has that, and these parts of it */
		ahead?: (() => Promise<unknown>)[];
	}
}

const features = import.meta.glob<RouteRecordRaw[]>(["../features/*/routes.ts", "../features/kinds/*/routes.ts"], {
	eager: true,
	import: "default",
});

export const router = createRouter({
	history: createWebHistory(new URL(place()).pathname),
	routes: [
		{ path: "/", name: "home", component: () => import("./Nowhere.vue") },
		{ path: "/changed", name: "changed", component: Changed, meta: { title: "shell.changed.title", open: true } },
		{ path: "/unreached", name: "unreached", component: Unreached, meta: { title: "shell.unreached.title", open: true } },
		...Object.values(features).flat(),
		{
			path: "/:rest(.*)*",
			name: "nowhere",
			component: () => import("./Nowhere.vue"),
			meta: { title: "shell.nowhere.title", open: true },
		},
	],
	scrollBehavior: (to, from, saved) => {
		if (saved) return saved;
		return to.path === from.path ? undefined : { top: 0 };
	},
});

watch_opening(router);
router.beforeEach(guard);
fetch_ahead(router, () => useSession().menu);

function entitle(): void {
	const { title } = router.currentRoute.value.meta;
	const name = i18n.global.t("shell.name");
	const said = typeof title === "function" ? title(router.currentRoute.value) : title && i18n.global.t(title);
	document.title = said ? `${said} · ${name}` : name;
}

router.afterEach((to, from) => {
	entitle();
	// Tell a screen reader where it is: focus moves to the new page's top, or to what the
	// sign-in page asks for first.
	if (from.matched.length && to.path !== from.path && to.name !== "login")
		requestAnimationFrame(() => document.getElementById("main")?.focus({ preventScroll: true }));
});
watch(locale, entitle);

/*
 * A page's code could not be fetched: the line is down, or a newer release has
 * replaced it, in which case opening the address anew gets the new one.
 */
let reloaded = false;
router.onError((_fault, to) => {
	if (!navigator.onLine || reloaded) {
		toast(i18n.global.t("shell.not_loaded"), "bad");
		return;
	}
	reloaded = true;
	window.location.assign(router.resolve(to.fullPath).href);
});
