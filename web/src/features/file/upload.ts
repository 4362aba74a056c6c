/*
 * One file on its way up, piece by piece at an offset the server confirms. A
 * broken line is waited out, however long; the upload goes on where the
 * server says. Pieces are as large as the line carries in a few seconds, so
 * that progress is seen and the session is kept alive by each of them.
 */
import { reactive } from "vue";
import { intent_key } from "@/api/client";
import { ApiProblem, asProblem } from "@/api/problem";
import * as calls from "./api";
import { forget_sign, keep_sign } from "./memory";
import type { StoredFile } from "./model";
import { take_turn } from "./turns";
import { hold } from "./unfinished";

export type UploadState = "queued" | "sending" | "checking" | "waiting" | "paused" | "failed";

export interface Upload {
	key: number;
	name: string;
	size: number;
	sent: number;
	/* bytes a second, 0 while not known */
	rate: number;
	state: UploadState;
	problem: ApiProblem | null;
	file_id: string | null;
	pause: () => void;
	/* goes on after a pause, and tries again after a failure */
	resume: () => void;
	/* stops it and removes what has come up */
	cancel: () => void;
}

export interface Transport {
	announce: typeof calls.announce;
	send_chunk: typeof calls.send_chunk;
	find_file: typeof calls.find_file;
	drop_file: typeof calls.drop_file;
	/* returns early when the line may be back */
	pause: (ms: number, signal: AbortSignal) => Promise<void>;
	now: () => number;
}

function patience(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((done) => {
		const end = () => {
			clearTimeout(timer);
			window.removeEventListener("online", end);
			signal.removeEventListener("abort", end);
			done();
		};
		const timer = setTimeout(end, ms);
		window.addEventListener("online", end);
		signal.addEventListener("abort", end);
	});
}

const real: Transport = { ...calls, pause: patience, now: () => performance.now() };

const TRIES = 12;
const FEW = 4;
const LEAST = 64 * 1024;
const FIRST = 256 * 1024;
const PIECE_MS = 4000;
const SOON_MS = 300;
let last = 0;
/* what the disk gives no more, which is not the line's fault */
const UNREADABLE = "file.unreadable";

/* Worth waiting for: no line, an overloaded or failing server, or a rate limit. */
const passing = (problem: ApiProblem) =>
	problem.status === 0 || problem.status === 429 || (problem.status >= 500 && problem.status !== 507);

/* Torn on the way, or overtaken by an earlier request for the same piece: what stands now? */
const torn = (problem: ApiProblem) => [400, 408, 409].includes(problem.status) && problem.code !== UNREADABLE;

/* How often in a row; without a line for as long as it takes, and what is the same each time is meant so. */
function patience_with(problem: ApiProblem): number {
	if (problem.status === 0) return Infinity;
	if (passing(problem) || problem.code === "file.offset") return TRIES;
	return torn(problem) ? FEW : 0;
}

interface Work {
	upload: Upload;
	file: File;
	transport: Transport;
	signal: AbortSignal;
	piece: number;
	/* the Idempotency-Key of the row that is to be made; a new one for each */
	intent: { key: string };
}

/* The next piece takes about PIECE_MS at the speed of this one. */
function measure(work: Work, bytes: number, ms: number, most: number): void {
	const rate = (bytes / Math.max(1, ms)) * 1000;
	work.upload.rate = work.upload.rate ? work.upload.rate * 0.7 + rate * 0.3 : rate;
	work.piece = Math.min(most, Math.max(LEAST, Math.round((rate * PIECE_MS) / 1000)));
}

/* Read first, so that the line is not blamed. */
async function piece_of(file: File, from: number, to: number): Promise<Blob> {
	const bytes = await file.slice(from, to).arrayBuffer().catch(() => null);
	if (bytes?.byteLength !== to - from) throw new ApiProblem(400, { code: UNREADABLE });
	return new Blob([bytes]);
}

async function send(work: Work, now: StoredFile): Promise<StoredFile> {
	const { upload, file, transport, signal } = work;
	const most = now.chunk_size || 1 << 20;
	const end = Math.min(now.offset + Math.min(work.piece, most), file.size);
	upload.state = end === file.size ? "checking" : "sending";
	const piece = await piece_of(file, now.offset, end);
	const began = transport.now();
	const next = await transport.send_chunk(now.file_id, now.offset, piece, signal);
	measure(work, end - now.offset, transport.now() - began, most);
	return next;
}

async function push(work: Work, stored: StoredFile): Promise<StoredFile> {
	const { upload, transport, signal } = work;
	let now = stored;
	let failures = 0;
	while (now.state === "uploading") {
		upload.sent = now.offset;
		signal.throwIfAborted();
		try {
			now = await send(work, now);
			failures = 0;
		} catch (thrown) {
			if (signal.aborted) throw thrown;
			const problem = asProblem(thrown);
			if (++failures >= patience_with(problem)) throw problem;
			if (torn(problem)) {
				await transport.pause(SOON_MS, signal);
				if (signal.aborted) throw thrown;
				const told = { ...now, offset: problem.document.offset ?? now.offset };
				now = await transport.find_file(now.file_id).catch(() => told);
			} else {
				/* busy at the end: an earlier request is still being looked at */
				if (problem.code !== "busy" || upload.state !== "checking") {
					upload.state = "waiting";
					upload.rate = 0;
					work.piece = LEAST;
				}
				await transport.pause(Math.min(500 * 2 ** Math.min(failures, 5), 15_000), signal);
				if (signal.aborted) throw thrown;
				now = await transport.find_file(now.file_id).catch(() => now);
			}
		}
	}
	upload.sent = now.offset;
	return now;
}

/* The file's row: a known one that still waits for its bytes, or a new one. */
async function begin(work: Work, order_no: string, field: string): Promise<StoredFile> {
	const { upload, file, transport } = work;
	if (upload.file_id) {
		const known = await transport.find_file(upload.file_id).catch((thrown: unknown) => {
			if (asProblem(thrown).status === 404) return null;
			throw thrown;
		});
		if (known) {
			if (!work.signal.aborted) hold(order_no, known.file_id);
			return known;
		}
	}
	const made = await transport.announce(order_no, field, file.name, file.size, work.intent.key);
	work.intent.key = intent_key();
	upload.file_id = made.file_id;
	keep_sign(made.file_id, file);
	if (!work.signal.aborted) hold(order_no, made.file_id);
	return made;
}

/* Beginning too waits for the line: asked again, the server makes one row and no more. */
async function persist(work: Work, order_no: string, field: string): Promise<StoredFile> {
	for (let failures = 1; ; failures++) {
		try {
			return await begin(work, order_no, field);
		} catch (thrown) {
			const problem = asProblem(thrown);
			if (work.signal.aborted || !passing(problem) || failures >= patience_with(problem)) throw thrown;
			work.upload.state = "waiting";
			await work.transport.pause(Math.min(500 * 2 ** Math.min(failures, 5), 15_000), work.signal);
			if (work.signal.aborted) throw thrown;
		}
	}
}

/*
 * known: the id of an unfinished upload of this very file, to go on with.
 * finished: when it has ended for good, done or cancelled.
 */
export function start_upload(
	order_no: string,
	field: string,
	file: File,
	done: (stored: StoredFile) => void,
	known: string | null = null,
	transport: Transport = real,
): { upload: Upload; finished: Promise<void> } {
	let abort = new AbortController();
	let ended: () => void = () => {};
	let at_work = false;
	let cancelled = false;
	const intent = { key: intent_key() };
	const finished = new Promise<void>((resolve) => (ended = resolve));

	async function run(): Promise<void> {
		if (at_work) return;
		at_work = true;
		abort = new AbortController();
		const { signal } = abort;
		upload.state = "queued";
		upload.problem = null;
		const leave = await take_turn(signal);
		try {
			if (signal.aborted) return;
			upload.state = "sending";
			const work: Work = { upload, file, transport, signal, piece: FIRST, intent };
			const stored = await persist(work, order_no, field);
			if (signal.aborted) return;
			const end = await push(work, stored);
			if (end.state !== "ok") throw new ApiProblem(422);
			forget_sign(end.file_id);
			if (!cancelled) done(end);
			ended();
		} catch (thrown) {
			if (signal.aborted) return;
			upload.problem = asProblem(thrown);
			upload.state = "failed";
			/* refused or without room: the server keeps nothing of it */
			if ([422, 507].includes(upload.problem.status)) upload.file_id = null;
		} finally {
			leave();
			at_work = false;
			if (cancelled) drop();
		}
	}

	function drop(): void {
		if (upload.file_id) {
			forget_sign(upload.file_id);
			void transport.drop_file(upload.file_id).catch(() => {});
		}
		ended();
	}

	const upload = reactive<Upload>({
		key: ++last,
		name: file.name,
		size: file.size,
		sent: 0,
		rate: 0,
		state: "queued",
		problem: null,
		file_id: known,
		pause: () => {
			upload.state = "paused";
			upload.rate = 0;
			abort.abort();
		},
		resume: () => {
			if (upload.state === "paused" || upload.state === "failed") void go_on();
		},
		cancel: () => {
			cancelled = true;
			abort.abort();
			if (!at_work) drop();
		},
	});
	/* One that was just paused may still be letting go of its last piece. */
	async function go_on(): Promise<void> {
		while (at_work) await new Promise((soon) => setTimeout(soon, 20));
		if (!cancelled) await run();
	}
	void run();
	return { upload, finished };
}
