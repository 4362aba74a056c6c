/*
 * The one way to the server. Holds the access token (in memory only), renews
 * it once for any number of waiting requests, and turns every failure into
 * an ApiProblem. Knows nothing of pages: the shell is told when a session
 * has ended.
 */
import { place } from "@/place";
import { ApiProblem, type ProblemDocument } from "./problem";

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Options {
	query?: Query;
	body?: unknown;
	/* the Idempotency-Key of one intent of the user */
	key?: string;
	headers?: Record<string, string>;
	/* without a token, and a 401 is an answer, not an ended session */
	anonymous?: boolean;
	signal?: AbortSignal;
	/* let the request outlive the page */
	keepalive?: boolean;
	/* how long each try may stay unanswered; a GET has such times of its own, a POST that only asks takes READ */
	patience?: number[];
	/* the answer's bytes, which may take as long as they take once they come */
	blob?: boolean;
}

interface Token {
	value: string;
	until: number;
}

export interface TokenAnswer {
	access_token: string;
	expires_in: number;
	grant?: { grant_id: number } | null;
}

let token: Token | null = null;
let grant_id: number | null = null;
let renewal: Promise<boolean> | null = null;
let renew: () => Promise<TokenAnswer> = () => Promise.reject(new ApiProblem(401));
let ended: () => void = () => {};
let passwordDue: () => void = () => {};

export const api_base = (base: string = place()) => new URL("api/", base).href;

export function on_session(hooks: {
	renew: () => Promise<TokenAnswer>;
	ended: () => void;
	passwordDue: () => void;
}): void {
	({ renew, ended, passwordDue } = hooks);
}

export function set_token(answer: TokenAnswer | null): void {
	grant_id = answer?.grant?.grant_id ?? null;
	token = answer && {
		value: answer.access_token,
		until: Date.now() + answer.expires_in * 1000 - 15_000,
	};
}

export function url(path: string, query?: Query): string {
	const target = new URL(path.replace(/^\//, ""), api_base());
	for (const [name, value] of Object.entries(query ?? {}))
		if (value !== undefined && value !== null && value !== "")
			target.searchParams.set(name, String(value));
	return target.href;
}

/*
 * What the browser fetches by itself, a download say, goes by a cookie, and the
 * address tells which grant is acted under.
 */
export const cookie_url = (path: string, query?: Query) => url(path, { ...query, grant_id });

/*
 * One renewal in flight, however many requests wait for it. Its end may come when
 * somebody has signed in meanwhile: what it says is about the session before.
 */
function renewOnce(): Promise<boolean> {
	const before = token;
	renewal ??= renew()
		.then((answer) => {
			set_token(answer);
			return true;
		})
		.catch((thrown: unknown) => {
			// Only the server's word ends a session; a lost line does not.
			if (thrown instanceof ApiProblem && thrown.status === 401) {
				if (token === before) token = null;
				return false;
			}
			throw thrown;
		})
		.finally(() => {
			renewal = null;
		});
	return renewal;
}

interface Answer {
	status: number;
	ok: boolean;
	body: unknown;
}

const problemOf = ({ status, body }: Answer) => new ApiProblem(status, (body as Partial<ProblemDocument> | undefined) ?? undefined);

async function read(response: Response): Promise<unknown> {
	const text = await response.text();
	if (!/json/.test(response.headers.get("content-type") ?? "")) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/* One try. No answer within the patience, or one cut short, is a broken line. */
async function once(method: string, path: string, options: Options, patience?: number): Promise<Answer> {
	const abort = new AbortController();
	const give_up = () => abort.abort();
	if (options.signal?.aborted) give_up();
	options.signal?.addEventListener("abort", give_up);
	const timer = patience === undefined ? undefined : setTimeout(give_up, patience);
	const headers = new Headers(options.headers);
	let body: BodyInit | undefined;
	if (options.body instanceof Blob) {
		headers.set("Content-Type", "application/octet-stream");
		body = options.body;
	} else if (options.body !== undefined) {
		headers.set("Content-Type", "application/json");
		body = JSON.stringify(options.body);
	}
	if (options.key) headers.set("Idempotency-Key", options.key);
	if (token && !options.anonymous) headers.set("Authorization", `Bearer ${token.value}`);
	try {
		const response = await fetch(url(path, options.query), {
			method,
			headers,
			body,
			signal: abort.signal,
			keepalive: options.keepalive,
			credentials: "same-origin",
			cache: "no-store",
		});
		const { status, ok } = response;
		if (!options.blob || !ok) return { status, ok, body: await read(response) };
		clearTimeout(timer);
		return { status, ok, body: await response.blob() };
	} catch (thrown) {
		if (options.signal?.aborted) throw thrown;
		throw new ApiProblem(0);
	} finally {
		clearTimeout(timer);
		options.signal?.removeEventListener("abort", give_up);
	}
}

/*
 * A question whose answer is lost, in a lift or on a train, is asked again: a
 * browser alone would wait for minutes. What acts is not, since nobody knows
 * whether it did.
 */
export const READ = [8_000, 16_000, 32_000];
const BREATH_MS = 500;

async function ask(method: string, path: string, options: Options): Promise<Answer> {
	const tries = options.patience ?? (method === "GET" ? READ : []);
	for (const patience of tries.slice(0, -1))
		try {
			return await once(method, path, options, patience);
		} catch (thrown) {
			if (options.signal?.aborted) throw thrown;
			await new Promise((rested) => setTimeout(rested, BREATH_MS));
		}
	return once(method, path, options, tries[tries.length - 1]);
}

async function send(method: string, path: string, options: Options): Promise<Answer> {
	if (options.anonymous) {
		const answer = await ask(method, path, options);
		if (!answer.ok) throw problemOf(answer);
		return answer;
	}
	let renewed = false;
	if (!token || token.until < Date.now()) {
		renewed = true;
		if (!(await renewOnce())) {
			if (!token) ended();
			throw new ApiProblem(401);
		}
	}
	let mine = token;
	let answer = await ask(method, path, options);
	if (answer.status === 401 && !renewed && token === mine && (await renewOnce())) {
		mine = token;
		answer = await ask(method, path, options);
	}
	if (answer.ok) return answer;
	const problem = problemOf(answer);
	if (problem.status === 401 && (!token || token === mine)) ended();
	if (problem.code === "account.password_change_required") passwordDue();
	throw problem;
}

async function json<T>(method: string, path: string, options: Options): Promise<T> {
	return (await send(method, path, options)).body as T;
}

export const api = {
	get: <T>(path: string, options: Options = {}) => json<T>("GET", path, options),
	post: <T>(path: string, body: unknown, options: Options = {}) =>
		json<T>("POST", path, { ...options, body }),
	put: <T>(path: string, body: unknown, options: Options = {}) =>
		json<T>("PUT", path, { ...options, body }),
	delete: <T = void>(path: string, options: Options = {}) => json<T>("DELETE", path, options),
	blob: (path: string, options: Options = {}) => json<Blob>("GET", path, { ...options, blob: true }),
};

/* A key for one intent: made when the page is ready to act, kept on retries. */
export function intent_key(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(18));
	return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
}
