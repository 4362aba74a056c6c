/*
 * Who is signed in, wearing which hat. Each browser tab has its own hat; the
 * sign-in is the browser's, so that a tab whose account has signed out, or made
 * room for another, elsewhere is told and shows nothing of it any more.
 */
import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { ApiProblem } from "@/api/problem";
import { on_session, set_token } from "@/api/client";
import { forget_lookups } from "@/ui/lookup";
import * as calls from "@/features/session/api";
import type { Me, Session } from "@/features/session/model";

/* the browser's: the name of the account whose cookie it holds */
const SIGNED_IN = "liangding.signed_in";
const GRANT = "liangding.grant";
const LEFT = "liangding.left";

function remember(store: () => Storage, name: string, value: string | null): void {
	try {
		if (value === null) store().removeItem(name);
		else if (store().getItem(name) !== value) store().setItem(name, value);
	} catch {
		/* without storage a reload asks for the password again */
	}
}

function recall(store: () => Storage, name: string): string | null {
	try {
		return store().getItem(name);
	} catch {
		return null;
	}
}

/* Who was here, and where; no place: wherever this tab is. */
interface Left {
	by: string;
	place: string | null;
}
const parse = (text: string | null) => (text === null ? null : (JSON.parse(text) as Left));

/* Refused, and not for want of a line, a sign-in or a little time. */
const refused = (thrown: unknown) =>
	thrown instanceof ApiProblem && thrown.status >= 400 && thrown.status < 500 && ![401, 408, 429].includes(thrown.status);

export const useSession = defineStore("session", () => {
	const me = ref<Me | null>(null);
	const tried = ref(false);
	/* the account or the hat this tab was opened for is not the session's any more */
	const changed = ref(false);
	const grant = computed(() => me.value?.grant ?? null);
	const menu = computed(() => grant.value?.menu ?? []);
	/* the account that the browser is signed in with, whichever tab did that */
	const successor = ref(recall(() => localStorage, SIGNED_IN));
	/* a browser that stores nothing tells nothing of other tabs */
	let storing = false;
	let hooks: Hooks | null = null;

	function take(session: Session): void {
		set_token(session);
		if (!me.value) arrive(session.account.name);
		me.value = {
			account: session.account,
			grants: session.grants,
			grant: session.grant,
			must_change_password: session.must_change_password,
		};
		tried.value = true;
		changed.value = false;
		hold(session.account.name);
		if (session.grant)
			remember(() => sessionStorage, GRANT, String(session.grant.grant_id));
	}

	function hold(name: string | null): void {
		remember(() => localStorage, SIGNED_IN, name);
		successor.value = name;
		storing = recall(() => localStorage, SIGNED_IN) === name;
	}

	/*
	 * The place that was left is for whoever left it: own() gives an address
	 * back unless it is where somebody else was in this tab.
	 */
	let left: Left | null = parse(recall(() => sessionStorage, LEFT));
	let stranger: Left | null = null;
	function arrive(by: string): void {
		stranger = left && left.by !== by ? left : null;
		leave(by, null);
	}
	function leave(by: string, place: string | null): void {
		left = { by, place };
		remember(() => sessionStorage, LEFT, JSON.stringify(left));
	}
	function own(place: unknown): string | null {
		/* "//host" and "/\\host" are another site's */
		if (typeof place !== "string" || !/^\/(?![/\\])/.test(place)) return null;
		return stranger && (stranger.place ?? place) === place ? null : place;
	}

	function forget(): void {
		set_token(null);
		forget_lookups();
		me.value = null;
		hold(null);
	}

	/* Whose session has ended here without their leaving: who is about to sign in again. */
	const expired = () => (me.value === null && left?.place === null ? left.by : null);

	/* Whom this tab belongs to: who is signed in, or was when it was loaded. */
	const owner = () => me.value?.account.name ?? (left && left.place === null ? left.by : null);

	/*
	 * Shows nothing more of who was here; what they typed is kept under their
	 * name, and their place for when they come back.
	 */
	function part(): void {
		const by = owner();
		if (by) leave(by, hooks?.place() ?? "/");
		set_token(null);
		forget_lookups();
		me.value = null;
		remember(() => sessionStorage, GRANT, null);
		changed.value = true;
	}

	async function ask_who(): Promise<Session> {
		const stored = Number(recall(() => sessionStorage, GRANT)) || undefined;
		const hat = grant.value?.grant_id ?? stored;
		try {
			return await calls.renew(hat);
		} catch (thrown) {
			/* the hat is not this session's: whose is the session? */
			if (!hat || !refused(thrown)) throw thrown;
			return calls.renew();
		}
	}

	async function renew(): Promise<Session> {
		if (changed.value) throw new ApiProblem(401);
		const by = owner();
		/* that of a reload may be gone: nothing of it is in sight */
		const hat = me.value && (grant.value?.grant_id ?? null);
		const session = await ask_who().catch((thrown: unknown) => {
			if (!refused(thrown)) throw thrown;
			part();
			throw new ApiProblem(401);
		});
		/* told so by another tab while the answer was under way */
		if (changed.value) throw new ApiProblem(401);
		if ((by !== null && session.account.name !== by) || (hat !== null && (session.grant?.grant_id ?? null) !== hat)) {
			hold(session.account.name);
			part();
			throw new ApiProblem(401);
		}
		take(session);
		return session;
	}

	/* Once per page load: a cookie may still carry a session. */
	async function restore(): Promise<void> {
		if (tried.value || changed.value) return;
		if (successor.value) {
			try {
				await renew();
			} catch (thrown) {
				if (!(thrown instanceof ApiProblem) || thrown.status !== 401) throw thrown;
				if (!changed.value) {
					forget();
					remember(() => sessionStorage, GRANT, null);
				}
			}
		}
		tried.value = true;
	}

	async function sign_in(login: calls.Login): Promise<void> {
		remember(() => sessionStorage, GRANT, null);
		take(await calls.sign_in(login));
	}

	async function sign_in_by_qr(id: string, grant_id?: number): Promise<void> {
		remember(() => sessionStorage, GRANT, null);
		take(await calls.sign_in_by_qr(id, grant_id));
	}

	/* The cookie came by another way than through this page. */
	async function sign_in_by_cookie(): Promise<void> {
		remember(() => sessionStorage, GRANT, null);
		take(await calls.renew());
	}

	/* It came by another way than a password. */
	function enter_as(session: Session): void {
		remember(() => sessionStorage, GRANT, null);
		take(session);
	}

	async function enter(grant_id: number): Promise<void> {
		forget_lookups();
		take(await calls.enter(grant_id));
	}

	async function bind_account(old: Parameters<typeof calls.bind_account>[0]): Promise<void> {
		take(await calls.bind_account(old));
	}

	async function change_password(old_password: string, new_password: string): Promise<void> {
		take(await calls.change_password(old_password, new_password));
	}

	/* place: where one was. A session that is over already is signed out of as well. */
	async function sign_out(place: string): Promise<void> {
		const by = me.value?.account.name;
		try {
			await calls.sign_out();
		} catch (thrown) {
			if (!(thrown instanceof ApiProblem) || thrown.status !== 401) throw thrown;
		}
		remember(() => sessionStorage, GRANT, null);
		forget();
		if (by) leave(by, place);
	}

	/*
	 * What the browser's other tabs have done meanwhile. Once parted, the tab
	 * waits for its owner, for whom it opens where it was, or for a click.
	 */
	function look_around(): void {
		if (!storing) return;
		const before = successor.value;
		successor.value = recall(() => localStorage, SIGNED_IN);
		if (me.value && successor.value !== me.value.account.name) {
			part();
			hooks?.changed();
		} else if (changed.value && left?.place && before !== left.by && is_owner()) {
			changed.value = false;
			tried.value = false;
			hooks?.returned(left.place);
		}
	}

	function listen(given: Hooks): void {
		hooks = given;
		on_session({
			renew,
			ended: () => {
				if (changed.value) return given.changed();
				forget();
				given.ended();
			},
			passwordDue: () => {
				if (me.value) me.value.must_change_password = true;
				given.passwordDue();
			},
		});
		window.addEventListener("storage", look_around);
		window.addEventListener("pageshow", look_around);
		document.addEventListener("visibilitychange", look_around);
	}

	/* Whether who is signed in now is the one whose tab this was. */
	const is_owner = () => successor.value !== null && successor.value === left?.by;
	/* Where the owner of a parted tab was. */
	const place_left = () => left?.place ?? "/";

	return { me, grant, menu, changed, own, expired, restore, sign_in, sign_in_by_qr, sign_in_by_cookie, enter_as, enter, bind_account, change_password, sign_out, forget, listen, successor, is_owner, place_left };
});

interface Hooks {
	ended: () => void;
	changed: () => void;
	/* the owner has signed in again elsewhere */
	returned: (place: string) => void;
	passwordDue: () => void;
	/* where this tab is */
	place: () => string;
}
