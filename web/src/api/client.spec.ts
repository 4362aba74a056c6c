import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, api_base, intent_key, on_session, set_token, url } from "./client";
import { ApiProblem } from "./problem";

const answer = (status: number, body?: unknown) =>
	new Response(body === undefined ? null : JSON.stringify(body), {
		status,
		headers: { "content-type": status < 400 ? "application/json" : "application/problem+json" },
	});
const problem = (status: number, code: string) =>
	answer(status, { status, code, message: { zh: "错", en: "wrong" } });

let calls: Request[];
let renewals: number;
let endings: number;

function serve(handle: (request: Request, n: number) => Response | Promise<Response>): void {
	vi.stubGlobal("fetch", async (target: string, init: RequestInit) => {
		const request = new Request(target, { ...init, signal: undefined });
		calls.push(request);
		return handle(request, calls.length);
	});
}

beforeEach(() => {
	calls = [];
	renewals = 0;
	endings = 0;
	vi.stubGlobal("document", {
		baseURI: "https://host/liangding/orders/12",
		querySelector: () => ({ content: "/liangding/" }),
	});
	on_session({
		renew: async () => ({ access_token: `new${++renewals}`, expires_in: 300 }),
		ended: () => void endings++,
		passwordDue: () => {},
	});
	set_token({ access_token: "old", expires_in: 300 });
});
afterEach(() => vi.unstubAllGlobals());

describe("the way to the server", () => {
	it("lies under the place the page is served from", () => {
		expect(api_base()).toBe("https://host/liangding/api/");
		expect(url("orders", { state: "", page: 2, kind: null })).toBe("https://host/liangding/api/orders?page=2");
	});

	it("LOGIN-6 renews once for any number of refused requests, and repeats them", async () => {
		serve((request) => (request.headers.get("authorization") === "Bearer old" ? problem(401, "token.expired") : answer(200, { ok: 1 })));
		await expect(Promise.all([api.get("a"), api.get("b"), api.get("c")])).resolves.toEqual([{ ok: 1 }, { ok: 1 }, { ok: 1 }]);
		expect(renewals).toBe(1);
		expect(endings).toBe(0);
	});

	it("ends the session only on the server's word", async () => {
		on_session({ renew: () => Promise.reject(new ApiProblem(401)), ended: () => void endings++, passwordDue: () => {} });
		serve(() => problem(401, "token.expired"));
		await expect(api.get("a")).rejects.toMatchObject({ status: 401 });
		expect(endings).toBe(1);
	});

	it("LOGIN-6 a session that began meanwhile is not ended by what the one before still hears", async () => {
		/* refused by the request itself, or by the renewal behind it */
		for (const late of ["request", "renewal"]) {
			set_token({ access_token: "old", expires_in: 300 });
			const enter = () => set_token({ access_token: "entered", expires_in: 300 });
			on_session({
				renew: async () => {
					if (late === "renewal") enter();
					throw new ApiProblem(401);
				},
				ended: () => void endings++,
				passwordDue: () => {},
			});
			serve((request) => {
				if (request.headers.get("authorization") === "Bearer entered") return answer(200, { ok: 1 });
				if (late === "request") enter();
				return problem(401, "session.ended");
			});
			await expect(api.get("a")).rejects.toMatchObject({ status: 401 });
			expect(endings, late).toBe(0);
			await expect(api.get("b")).resolves.toEqual({ ok: 1 });
		}
	});

	it("keeps the session when the line breaks during a renewal", async () => {
		on_session({ renew: () => Promise.reject(new ApiProblem(0)), ended: () => void endings++, passwordDue: () => {} });
		serve(() => problem(401, "token.expired"));
		await expect(api.get("a")).rejects.toMatchObject({ status: 0, code: "network" });
		expect(endings).toBe(0);
	});

	it("takes a refused login as an answer", async () => {
		serve(() => problem(401, "login.refused"));
		await expect(api.post("session", {}, { anonymous: true })).rejects.toMatchObject({ code: "login.refused" });
		expect([renewals, endings]).toEqual([0, 0]);
		expect(calls[0]!.headers.has("authorization")).toBe(false);
	});

	it("has words for an answer that is no problem document", async () => {
		serve(() => new Response("<html>", { status: 502 }));
		await expect(api.get("a")).rejects.toMatchObject({ status: 502, document: { message: { zh: expect.any(String), en: expect.any(String) } } });
	});

	it("PLAT-5 sends the key of an intent, in the shape the server takes", async () => {
		serve(() => answer(201, {}));
		const key = intent_key();
		expect(key).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
		await api.post("orders", { kind: "x" }, { key });
		expect(calls[0]!.headers.get("idempotency-key")).toBe(key);
		expect(intent_key()).not.toBe(key);
	});
});
