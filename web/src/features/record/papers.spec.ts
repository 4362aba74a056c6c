import { expect, it, vi } from "vitest";
import type { RecordDocument } from "./api";
import { papers_on_file } from "./papers";

vi.mock("@/features/file/api", () => ({ download_url: (id: string) => `files/${id}` }));

const file = (file_id: string) => ({ file_id, name: `${file_id}.pdf`, size: 1, media_type: "application/pdf" });
const change = (before: string[] | null, now: string[]) => ({ field: "licence_papers", before: before?.map(file) ?? null, now: now.map(file), on_record: null, record_no: null, remarks: null, unlock_reason: null });

it("INST-5 every version's papers can be looked at, those in force first, none twice", () => {
	const record = {
		content_kind: "medical_change",
		content: { legal_papers: [file("legal")], licence_papers: [file("third")] },
		versions: [
			{ no: 3, kind: "medical_change", changes: [change(["second"], ["third"])] },
			{ no: 2, kind: "medical_change", changes: [change(["first", "legal"], ["second"])] },
			{ no: 1, kind: "medical_registration", changes: [] },
		],
	} as unknown as RecordDocument;
	const papers = papers_on_file(record, ({ en }) => en, (n) => `Version ${n}`);
	expect(papers.map(({ id }) => id)).toEqual(["legal", "third", "second", "first"]);
	expect(papers.map(({ title }) => title.split(" · ").length > 1 && title.split(" · ")[0])).toEqual([false, false, "Version 2", "Version 1"]);
});
