/* Who is signed in, wearing which hat. Each browser tab has its own hat. */
import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { ApiProblem } from "@/api/problem";
import { on_session, set_token } from "@/api/client";
import * as calls from "@/features/session/api";
import type { Me, Session } from "@/features/session/model";

const SIGNED_IN = "liangding.signed_in";
const GRANT = "liangding.grant";
const LEFT = "liangding.left";

function remember(store: () => Storage, name: string, value: string | null): void {
	try {
		if (value === null) store().removeItem(name);
		else store().setItem(name, value);
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

export const useSession = defineStore("session", () => {
	const me = ref<Me | null>(null);
	const tried = ref(false);
	const grant = computed(() => me.value?.grant ?? null);
	const menu = computed(() => grant.value?.menu ?? []);

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
		remember(() => localStorage, SIGNED_IN, "1");
		if (session.grant)
			remember(() => sessionStorage, GRANT, String(session.grant.grant_id));
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
		if (typeof place !== "string" || !place.startsWith("/")) return null;
		return stranger && (stranger.place ?? place) === place ? null : place;
	}

	function forget(): void {
		set_token(null);
		me.value = null;
		remember(() => localStorage, SIGNED_IN, null);
	}

	function renew(): Promise<Session> {
		const stored = Number(recall(() => sessionStorage, GRANT)) || undefined;
		return calls.renew(grant.value?.grant_id ?? stored).then((session) => {
			take(session);
			return session;
		});
	}

	/* Once per page load: a cookie may still carry a session. */
	async function restore(): Promise<void> {
		if (tried.value) return;
		if (recall(() => localStorage, SIGNED_IN)) {
			try {
				await renew();
			} catch (thrown) {
				if (!(thrown instanceof ApiProblem) || thrown.status !== 401) throw thrown;
				forget();
				remember(() => sessionStorage, GRANT, null);
			}
		}
		tried.value = true;
	}

	async function sign_in(login: calls.Login): Promise<void> {
		remember(() => sessionStorage, GRANT, null);
		take(await calls.sign_in(login));
	}

	async function enter(grant_id: number): Promise<void> {
		take(await calls.enter(grant_id));
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

	function listen(hooks: { ended: () => void; passwordDue: () => void }): void {
		on_session({
			renew,
			ended: () => {
				forget();
				hooks.ended();
			},
			passwordDue: () => {
				if (me.value) me.value.must_change_password = true;
				hooks.passwordDue();
			},
		});
	}

	return { me, grant, menu, own, restore, sign_in, enter, change_password, sign_out, forget, listen };
});
