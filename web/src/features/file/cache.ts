/*
 * Papers that this session has fetched, in the page's memory alone: going back
 * to one, or on to one that was fetched ahead, takes no line. Another account
 * or another hat finds nothing here, nor does anybody after a sign-out.
 */
import { watch } from "vue";
import { useSession } from "@/shell/session";
import { fetch_bytes } from "./api";

const MOST_BYTES = 96 * 1024 * 1024;
/* of an order's papers fetched ahead: the first, and more while they are small */
const AHEAD_BYTES = 12 * 1024 * 1024;

const papers = new Map<string, { bytes: Promise<Blob>; size: number }>();
let watching = false;

export function forget_papers(): void {
	papers.clear();
}

/* The oldest make room. */
function make_room(): void {
	let sum = [...papers.values()].reduce((all, { size }) => all + size, 0);
	for (const [id, { size }] of papers) {
		if (sum <= MOST_BYTES) return;
		papers.delete(id);
		sum -= size;
	}
}

export function file_bytes(id: string, signal?: AbortSignal): Promise<Blob> {
	if (!watching) {
		watching = true;
		const session = useSession();
		watch(() => [session.me?.account.name, session.grant?.grant_id].join(), forget_papers, { flush: "sync" });
	}
	const here = papers.get(id);
	if (here) {
		papers.delete(id);
		papers.set(id, here);
		return here.bytes;
	}
	const mine = { bytes: fetch_bytes(id, signal), size: 0 };
	const drop = () => void (papers.get(id) === mine && papers.delete(id));
	papers.set(id, mine);
	signal?.addEventListener("abort", () => mine.size || drop());
	mine.bytes.then((blob) => {
		mine.size = blob.size || 1;
		make_room();
	}, drop);
	return mine.bytes;
}

/* In their order, one after another, as far as they are light. */
export async function fetch_ahead(wanted: { id: string; size: number }[]): Promise<void> {
	let sum = 0;
	for (const { id, size } of wanted) {
		if (sum && sum + size > AHEAD_BYTES) return;
		sum += size;
		try {
			await file_bytes(id);
		} catch {
			return;
		}
	}
}
