/*
 * One file on its way up, piece by piece at an offset the server confirms. A
 * broken line is waited out and the upload goes on where the server says.
 */
import { reactive } from "vue";
import { ApiProblem, asProblem } from "@/api/problem";
import * as calls from "./api";
import type { StoredFile } from "./model";

export interface Upload {
	key: number;
	name: string;
	size: number;
	sent: number;
	state: "sending" | "waiting" | "failed";
	problem: ApiProblem | null;
	file_id: string | null;
	cancel: () => void;
}

export interface Transport {
	announce: typeof calls.announce;
	send_chunk: typeof calls.send_chunk;
	find_file: typeof calls.find_file;
	drop_file: typeof calls.drop_file;
	pause: (ms: number) => Promise<void>;
}

const real: Transport = {
	...calls,
	pause: (ms) => new Promise((done) => setTimeout(done, ms)),
};

const TRIES = 6;
let last = 0;

/* Worth trying again: no line, an overloaded server, or a rate limit. */
const passing = (problem: ApiProblem) =>
	problem.status === 0 || problem.status === 429 || problem.status >= 502;

async function push(
	upload: Upload,
	stored: StoredFile,
	file: Blob,
	signal: AbortSignal,
	transport: Transport,
): Promise<StoredFile> {
	let now = stored;
	let failures = 0;
	while (now.state === "uploading") {
		const end = Math.min(now.offset + (now.chunk_size || 1 << 20), file.size);
		try {
			now = await transport.send_chunk(now.file_id, now.offset, file.slice(now.offset, end), signal);
			failures = 0;
			upload.state = "sending";
		} catch (thrown) {
			if (signal.aborted) throw thrown;
			const problem = asProblem(thrown);
			if (problem.code === "file.offset" && problem.document.offset !== undefined && ++failures < TRIES) {
				now = { ...now, offset: problem.document.offset };
			} else if (passing(problem) && ++failures < TRIES) {
				upload.state = "waiting";
				await transport.pause(Math.min(500 * 2 ** failures, 8000));
				now = await transport.find_file(now.file_id).catch(() => now);
			} else throw problem;
		}
		upload.sent = now.offset;
	}
	return now;
}

export function start_upload(
	order_no: string,
	field: string,
	file: File,
	done: (stored: StoredFile) => void,
	transport: Transport = real,
): { upload: Upload; finished: Promise<void> } {
	const abort = new AbortController();
	const upload = reactive<Upload>({
		key: ++last,
		name: file.name,
		size: file.size,
		sent: 0,
		state: "sending",
		problem: null,
		file_id: null,
		cancel: () => {
			abort.abort();
			if (upload.file_id) void transport.drop_file(upload.file_id).catch(() => {});
		},
	});
	const run = async () => {
		try {
			const stored = await transport.announce(order_no, field, file.name, file.size);
			upload.file_id = stored.file_id;
			if (abort.signal.aborted) return upload.cancel();
			const end = await push(upload, stored, file, abort.signal, transport);
			if (end.state === "ok") done(end);
			else throw new ApiProblem(422);
		} catch (thrown) {
			if (abort.signal.aborted) return;
			upload.state = "failed";
			upload.problem = asProblem(thrown);
		}
	};
	return { upload, finished: run() };
}
