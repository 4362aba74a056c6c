import { describe, expect, it } from "vitest";
import { ApiProblem } from "@/api/problem";
import type { StoredFile } from "./model";
import { start_upload, type Transport } from "./upload";

const stored = (offset: number, state: StoredFile["state"] = "uploading"): StoredFile => ({
	file_id: "f1",
	order_no: "1",
	field: "agreement",
	name: "a.pdf",
	size: 10,
	offset,
	chunk_size: 4,
	state,
	media_type: null,
});

function server(answers: (StoredFile | ApiProblem)[], known = stored(4)) {
	const offsets: number[] = [];
	const dropped: string[] = [];
	const transport: Transport = {
		announce: async () => stored(0),
		send_chunk: async (_id, offset) => {
			offsets.push(offset);
			const answer = answers.shift()!;
			if (answer instanceof ApiProblem) throw answer;
			return answer;
		},
		find_file: async () => known,
		drop_file: async (id) => void dropped.push(id),
		pause: async () => {},
	};
	return { transport, offsets, dropped };
}

const file = new File([new Uint8Array(10)], "a.pdf");

describe("PLAT-9 PLAT-19 an upload", () => {
	it("goes up in pieces and ends once", async () => {
		const { transport, offsets } = server([stored(4), stored(8), stored(10, "ok")]);
		const ended: string[] = [];
		const { upload, finished } = start_upload("1", "agreement", file, (f) => ended.push(f.file_id), transport);
		await finished;
		expect(offsets).toEqual([0, 4, 8]);
		expect(ended).toEqual(["f1"]);
		expect(upload.sent).toBe(10);
	});

	it("goes on where the server stands after a broken line", async () => {
		const { transport, offsets } = server([new ApiProblem(0), stored(8), stored(10, "ok")]);
		const { upload, finished } = start_upload("1", "agreement", file, () => {}, transport);
		await finished;
		expect(offsets).toEqual([0, 4, 8]);
		expect(upload.state).toBe("sending");
	});

	it("takes the server's word for the offset", async () => {
		const wrong = new ApiProblem(409, { code: "file.offset", offset: 8, message: { zh: "", en: "" } });
		const { transport, offsets } = server([stored(4), wrong, stored(10, "ok")]);
		await start_upload("1", "agreement", file, () => {}, transport).finished;
		expect(offsets).toEqual([0, 4, 8]);
	});

	it("says why a file is refused, and keeps it out", async () => {
		const refused = new ApiProblem(422, { code: "file.refused", message: { zh: "", en: "" } });
		const { transport } = server([refused]);
		const ended: string[] = [];
		const { upload, finished } = start_upload("1", "agreement", file, (f) => ended.push(f.file_id), transport);
		await finished;
		expect(upload.problem?.code).toBe("file.refused");
		expect(ended).toEqual([]);
	});

	it("leaves nothing behind when cancelled", async () => {
		const { transport, dropped } = server([stored(4), stored(8), stored(10, "ok")]);
		const { upload, finished } = start_upload("1", "agreement", file, () => {}, transport);
		upload.cancel();
		await finished;
		expect(dropped).toEqual(["f1"]);
	});
});
