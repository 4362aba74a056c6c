import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem } from "@/api/problem";
import { is_same, is_taken_out, keep_sign, take_out } from "./memory";
import type { StoredFile } from "./model";
import { start_upload, type Transport, type Upload } from "./upload";

const MiB = 1 << 20;
const stored = (offset: number, state: StoredFile["state"] = "uploading", size = 2 * MiB): StoredFile => ({
	file_id: "f1",
	order_no: "1",
	field: "agreement",
	name: "a.pdf",
	size,
	offset,
	chunk_size: MiB,
	state,
	media_type: null,
	width: null,
	height: null,
	pages: null,
});

/* A server of one file that takes what comes at its offset, but for these failures first. */
function server(size: number, failures: (ApiProblem | null)[] = [], speed = 1e6, begins: ApiProblem[] = []) {
	const sent: [number, number][] = [];
	const keys: string[] = [];
	const calls: string[] = [];
	let received = 0;
	let clock = 0;
	const transport: Transport = {
		announce: async (_no, _field, _name, _size, key) => {
			calls.push("announce");
			keys.push(key);
			const failure = begins.shift();
			if (failure) throw failure;
			received = 0;
			return stored(0, "uploading", size);
		},
		send_chunk: async (_id, offset, chunk, signal) => {
			const failure = failures.shift();
			if (failure) throw failure;
			if (signal.aborted) throw new DOMException("", "AbortError");
			clock += (chunk.size / speed) * 1000;
			sent.push([offset, chunk.size]);
			received = offset + chunk.size;
			return stored(received, received === size ? "ok" : "uploading", size);
		},
		find_file: async () => {
			calls.push("find");
			return stored(received, received === size ? "ok" : "uploading", size);
		},
		drop_file: async () => void calls.push("drop"),
		pause: async () => void calls.push("pause"),
		now: () => clock,
	};
	return { transport, sent, calls, keys, stand_at: (offset: number) => (received = offset) };
}

const file_of = (size: number, name = "a.pdf", lastModified = 1) => new File([new Uint8Array(size)], name, { lastModified });
const until = (upload: Upload, state: Upload["state"]) => vi.waitFor(() => expect(upload.state).toBe(state));
const whole = (sent: [number, number][]) => {
	let at = 0;
	for (const [offset, length] of sent) {
		expect(offset).toBe(at);
		at += length;
	}
	return at;
};
const broken = () => new ApiProblem(0);
const problem = (status: number, code: string, more = {}) => new ApiProblem(status, { code, message: { zh: "", en: "" }, ...more });

const kept = new Map<string, string>();
beforeEach(() => {
	kept.clear();
	vi.stubGlobal("localStorage", {
		getItem: (name: string) => kept.get(name) ?? null,
		setItem: (name: string, value: string) => kept.set(name, value),
	});
});

describe("PLAT-9 PLAT-19 an upload", () => {
	it("goes up in pieces, without a gap, and ends once", async () => {
		const { transport, sent } = server(2 * MiB);
		const ended: string[] = [];
		const { upload, finished } = start_upload("1", "agreement", file_of(2 * MiB), (f) => ended.push(f.file_id), null, transport);
		await finished;
		expect(whole(sent)).toBe(2 * MiB);
		expect(sent.length).toBeGreaterThan(1);
		expect(ended).toEqual(["f1"]);
		expect(upload.sent).toBe(2 * MiB);
	});

	it("sends small pieces on a slow line and large ones on a fast one, at most what the server takes", async () => {
		const slow = server(MiB, [], 20_000);
		await start_upload("1", "a", file_of(MiB), () => {}, null, slow.transport).finished;
		/* 20 KB a second: the least there is, after the first told how slow it is */
		expect(slow.sent.slice(1).every(([, length]) => length <= 80_000)).toBe(true);
		const fast = server(5 * MiB, [], 1e8);
		await start_upload("1", "a", file_of(5 * MiB), () => {}, null, fast.transport).finished;
		expect(Math.max(...fast.sent.map(([, length]) => length))).toBe(MiB);
	});

	it("tells its speed", async () => {
		const { transport } = server(3 * MiB, [], 500_000);
		const rates: number[] = [];
		const { upload, finished } = start_upload("1", "a", file_of(3 * MiB), () => rates.push(upload.rate), null, transport);
		await finished;
		expect(rates[0]).toBeGreaterThan(400_000);
		expect(rates[0]).toBeLessThan(600_000);
	});

	it("waits out a broken line however often, and goes on where the server stands", async () => {
		const { transport, sent, calls } = server(MiB, Array.from({ length: 30 }, broken));
		const { upload, finished } = start_upload("1", "a", file_of(MiB), () => {}, null, transport);
		await finished;
		expect(whole(sent)).toBe(MiB);
		expect(calls.filter((call) => call === "find")).toHaveLength(30);
		expect(upload.problem).toBeNull();
	});

	it.each([
		["torn on the way", problem(400, "request.unreadable")],
		["overtaken", problem(409, "order.wrong_stage")],
		["a server that fails", problem(500, "internal")],
		["a server without room to think", problem(503, "busy")],
		["a broken line", broken()],
	])("tries a piece again: %s", async (_name, failure) => {
		const { transport, sent, calls } = server(MiB, [null, failure, failure]);
		await start_upload("1", "a", file_of(MiB), () => {}, null, transport).finished;
		expect(whole(sent)).toBe(MiB);
		expect(calls.filter((call) => call === "find")).toHaveLength(2);
	});

	it.each([
		["always the same", problem(400, "request.unreadable"), 4],
		["meant so", problem(403, "forbidden"), 1],
	])("gives a piece up that is %s", async (_name, failure, tries) => {
		const failures = Array.from({ length: 20 }, () => failure);
		const { transport } = server(MiB, failures);
		const { upload } = start_upload("1", "a", file_of(MiB), () => {}, null, transport);
		await until(upload, "failed");
		expect(20 - failures.length).toBe(tries);
		expect(upload.problem).toBe(failure);
	});

	it("asks for one file under one key, and for another after it was refused", async () => {
		const lost = [broken(), problem(503, "unavailable"), broken()];
		const { transport, keys } = server(MiB, [problem(422, "file.refused")], 1e6, lost);
		const { upload, finished } = start_upload("1", "a", file_of(MiB), () => {}, null, transport);
		await until(upload, "failed");
		expect(keys).toHaveLength(4);
		expect(new Set(keys).size).toBe(1);
		upload.resume();
		await finished;
		expect(keys).toHaveLength(5);
		expect(keys[4]).not.toBe(keys[0]);
	});

	it("takes the server's word for the offset", async () => {
		const wrong = problem(409, "file.offset", { offset: 100_000 });
		for (const lost of [false, true]) {
			const { transport, sent, stand_at } = server(MiB, [wrong]);
			transport.pause = async () => stand_at(100_000);
			/* not even asking gets through: then what came with the refusal holds */
			if (lost) transport.find_file = () => Promise.reject(broken());
			await start_upload("1", "a", file_of(MiB), () => {}, null, transport).finished;
			expect(sent[0]![0]).toBe(100_000);
		}
	});

	it("notices that an earlier request ended the file", async () => {
		const states = { "the server is past it": problem(409, "file.offset", { offset: MiB }), "the server still looks at it": problem(503, "busy") };
		for (const [what, failure] of Object.entries(states)) {
			const { transport, sent, calls, stand_at } = server(MiB, [failure]);
			const pause = transport.pause;
			let seen = "";
			transport.pause = async (...args) => {
				seen = upload.state;
				stand_at(MiB);
				await pause(...args);
			};
			const ended: string[] = [];
			const { upload, finished } = start_upload("1", "a", file_of(MiB), (f) => ended.push(f.file_id), null, transport);
			await finished;
			expect(ended, what).toEqual(["f1"]);
			expect(sent, what).toEqual([]);
			expect(calls, what).toEqual(["announce", "pause", "find"]);
			expect(seen, what).not.toBe("failed");
		}
	});

	it("is looked into, not cut off, while the server is busy with its end", async () => {
		const { transport, sent } = server(100_000, [problem(503, "busy"), problem(503, "busy")]);
		const seen: string[] = [];
		transport.pause = async () => void seen.push(upload.state);
		const { upload, finished } = start_upload("1", "a", file_of(100_000), () => {}, null, transport);
		await finished;
		expect(seen).toEqual(["checking", "checking"]);
		expect(whole(sent)).toBe(100_000);
	});

	it("ends when the disk gives the file no more, in words of its own", async () => {
		const gone = file_of(MiB);
		gone.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException("", "NotReadableError")) }) as never;
		const shorter = file_of(MiB);
		shorter.slice = () => new Blob([new Uint8Array(10)]);
		for (const file of [gone, shorter]) {
			const { transport, sent, calls } = server(MiB);
			const { upload } = start_upload("1", "a", file, () => {}, null, transport);
			await until(upload, "failed");
			expect(upload.problem?.code).toBe("file.unreadable");
			expect(sent).toEqual([]);
			expect(calls).toEqual(["announce"]);
		}
	});

	it("says why a file is refused, and keeps it out", async () => {
		const { transport } = server(MiB, [problem(422, "file.refused")]);
		const ended: string[] = [];
		const { upload } = start_upload("1", "a", file_of(MiB), (f) => ended.push(f.file_id), null, transport);
		await until(upload, "failed");
		expect(upload.problem?.code).toBe("file.refused");
		expect(ended).toEqual([]);
	});

	it("begins anew after a full store, when told to try again", async () => {
		const { transport, sent, calls } = server(MiB, [null, problem(507, "file.store_full")]);
		const { upload, finished } = start_upload("1", "a", file_of(MiB), () => {}, null, transport);
		await until(upload, "failed");
		expect(upload.problem?.code).toBe("file.store_full");
		sent.length = 0;
		upload.resume();
		await finished;
		expect(calls.filter((call) => call === "announce")).toHaveLength(2);
		expect(whole(sent)).toBe(MiB);
	});

	it("goes on after a pause where it stood", async () => {
		const { transport, sent, calls } = server(2 * MiB);
		const send = transport.send_chunk;
		transport.send_chunk = async (...args) => {
			const answer = await send(...args);
			if (sent.length === 1) upload.pause();
			return answer;
		};
		const { upload, finished } = start_upload("1", "a", file_of(2 * MiB), () => {}, null, transport);
		await until(upload, "paused");
		expect(calls).not.toContain("drop");
		upload.resume();
		await finished;
		expect(whole(sent)).toBe(2 * MiB);
		expect(calls.filter((call) => call === "announce")).toHaveLength(1);
	});

	it("goes on with one that broke off before", async () => {
		const { transport, sent, calls, stand_at } = server(MiB);
		stand_at(300_000);
		await start_upload("1", "a", file_of(MiB), () => {}, "f1", transport).finished;
		expect(sent[0]![0]).toBe(300_000);
		expect(calls).not.toContain("announce");
	});

	it("leaves nothing behind when cancelled, whenever that is", async () => {
		for (const when of ["at once", "on the way", "paused", "failed"]) {
			const { transport, calls, sent } = server(2 * MiB, when === "failed" ? [problem(403, "forbidden")] : []);
			const send = transport.send_chunk;
			transport.send_chunk = async (...args) => {
				const answer = await send(...args);
				if (when === "on the way" && sent.length === 1) upload.cancel();
				if (when === "paused" && sent.length === 1) upload.pause();
				return answer;
			};
			const ended: string[] = [];
			const { upload, finished } = start_upload("1", "a", file_of(2 * MiB), (f) => ended.push(f.file_id), null, transport);
			if (when === "at once") upload.cancel();
			if (when === "paused" || when === "failed") {
				await until(upload, when);
				upload.cancel();
			}
			await finished;
			expect(ended, when).toEqual([]);
			if (calls.includes("announce")) await vi.waitFor(() => expect(calls, when).toContain("drop"));
		}
	});

	it("sends no more than two at a time, and all of them in the end", async () => {
		let now = 0;
		let most = 0;
		const started = Array.from({ length: 5 }, () => {
			const { transport } = server(MiB);
			const send = transport.send_chunk;
			transport.send_chunk = async (...args) => {
				most = Math.max(most, ++now);
				await new Promise((soon) => setTimeout(soon, 2));
				now--;
				return send(...args);
			};
			return start_upload("1", "a", file_of(MiB), () => {}, null, transport);
		});
		expect(started.at(-1)!.upload.state).toBe("queued");
		await Promise.all(started.map(({ finished }) => finished));
		expect(most).toBe(2);
	});
});

describe("PLAT-19 an unfinished upload knows its file again", () => {
	it("by name, size and the time it was changed", () => {
		const file = file_of(2 * MiB, "a.pdf", 5);
		expect(is_same(stored(9), file)).toBe(false);
		keep_sign("f1", file);
		expect(is_same(stored(9), file)).toBe(true);
		expect(is_same(stored(9), file_of(2 * MiB, "b.pdf", 5))).toBe(false);
		expect(is_same(stored(9), file_of(MiB, "a.pdf", 5))).toBe(false);
		expect(is_same(stored(9), file_of(2 * MiB, "a.pdf", 6))).toBe(false);
		expect(is_taken_out("f1")).toBe(false);
		take_out("f1");
		expect(is_taken_out("f1")).toBe(true);
		expect(is_same(stored(9), file)).toBe(false);
	});
});
