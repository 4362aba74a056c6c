import type { RouteLocationNormalized, RouteLocationRaw } from "vue-router";
import { lists } from "@/api/describe";
import { useSession } from "./session";

/* Where each entry of a grant's menu leads; reviewers start at what waits. A list that
 * has a page for its applicants has it under its own name. */
const pages: Record<string, RouteLocationRaw> = Object.fromEntries(lists.filter(({ page }) => page).map(({ name }) => [name, { name }]));
export const places: Record<string, RouteLocationRaw> = {
	board: { name: "board" },
	orders: { name: "orders" },
	reviews: { name: "reviews", query: { state: "waiting" } },
	records: { name: "list", params: { name: "record" } },
	accounts: { name: "accounts" },
	review_switches: { name: "switches" },
	partners: { name: "partners" },
	enrolments: { name: "enrolments", query: { state: "waiting" } },
	money: { name: "money" },
	settlements: { name: "settlements" },
	bills: { name: "bills" },
	account_details: { name: "merchant-account" },
	office: { name: "office" },
	audit: { name: "list", params: { name: "audit" } },
	...pages,
};

/* The first page of the hat that is worn. Whoever keeps an institution's money reads there,
 * too, that there is none to be seen yet. */
export function home(menu: string[], role?: string): RouteLocationRaw {
	const item = menu.find((name) => places[name]);
	return (item && places[item]) || (role === "finance" ? places.money! : { name: "account" });
}

export async function guard(to: RouteLocationNormalized): Promise<RouteLocationRaw | boolean> {
	const session = useSession();
	try {
		await session.restore();
	} catch {
		// The server is away; the page itself says so, unless it needs to know who asks.
		if (!to.meta.open) return { name: "unreached", query: { back: to.fullPath }, replace: true };
	}
	if (session.changed) return to.meta.open ? true : { name: "changed", replace: true };
	if (!session.me)
		return to.meta.open ? true : { name: "login", query: to.path === "/" ? {} : { back: to.fullPath } };
	/* whoever is signed in reads what is everybody's, too */
	if (to.meta.open && !["login", "changed"].includes(String(to.name))) return true;
	if (session.me.must_change_password)
		return to.name === "password" ? true : { name: "password", query: { back: back_of(to) } };
	if (!session.grant && !to.meta.hatless)
		return { name: "grants", query: { back: back_of(to) } };
	if (["login", "home", "changed"].includes(String(to.name))) return session.own(to.query.back) ?? home(session.menu, session.grant?.role);
	return true;
}

function back_of(to: RouteLocationNormalized): string | undefined {
	if (typeof to.query.back === "string") return to.query.back;
	return to.name === "login" || to.name === "home" ? undefined : to.fullPath;
}
