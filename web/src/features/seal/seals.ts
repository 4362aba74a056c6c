/*
 * The seals on an order's papers: read with the order, and looked at again as
 * long as some are on their way, ever more seldom and not for ever: a page that
 * lies forgotten keeps no session alive.
 */
import { onScopeDispose, shallowRef, watch, type Ref } from "vue";
import { steps } from "@/api/describe";
import { asProblem, type ApiProblem } from "@/api/problem";
import type { Paper } from "@/ui/FileViewer.vue";
import type { Tone } from "@/ui/StatusTag.vue";
import { download_url } from "@/features/file/api";
import type { Order } from "@/features/order/model";
import { i18n } from "@/shell/i18n";
import { find_seals, seal_again, type Seal } from "./api";
import zh from "./locales/zh.json";

/* With the pages that show seals: the app does not carry their words. */
i18n.global.mergeLocaleMessage("zh", { seal: zh });

const FIRST_MS = 1000;
const SLOWER = 1.4;
const LOOKS = 18;

const tones: Record<Seal["state"], Tone> = { waiting: "wait", delayed: "wait", retrying: "wait", done: "ok", failed: "bad", void: "idle" };
export const tone_of_seal = (state: Seal["state"]): Tone => tones[state];
export const is_under_way = ({ state }: Pick<Seal, "state">) => tones[state] === "wait";
/* Its bytes are there: a void one's, too, once it was sealed. */
export const is_there = (seal: Pick<Seal, "sealed_at">) => seal.sealed_at !== null;

/* What the bytes go by, below files/: FileViewer and the cache need no more. */
export const sealed_id = (seal: Pick<Seal, "file_id" | "id">) => `${seal.file_id}/seals/${seal.id}`;
/* Of one paper, the newest first. */
export const seals_of = (seals: Seal[], file_id: string) => seals.filter((seal) => seal.file_id === file_id).reverse();

/* Papers as the viewer has them, and behind each its sealed copies. */
export const with_seals = <T extends Paper>(papers: T[], seals: Seal[], say: (title: string, state: "sealed" | "void") => string): T[] =>
	papers.flatMap((paper) => [
		paper,
		...seals_of(seals, paper.id)
			.filter(is_there)
			.map((seal) => ({
				...paper,
				id: sealed_id(seal),
				title: say(paper.title, seal.state === "void" ? "void" : "sealed"),
				size: seal.size ?? paper.size,
				download: download_url(sealed_id(seal)),
			})),
	]);

export function useSeals(order: Ref<Order | null>) {
	const seals = shallowRef<Seal[]>([]);
	const problem = shallowRef<ApiProblem | null>(null);
	let timer = 0;
	let looks = 0;
	let turn = 0;

	const may_have = (one: Order | null): one is Order => !!one?.submission_no && steps.some((step) => step.kind === one.kind && step.seals);

	function look_again(): void {
		clearTimeout(timer);
		if (looks < LOOKS && seals.value.some(is_under_way)) timer = window.setTimeout(() => void look(), FIRST_MS * SLOWER ** looks++);
	}
	function take(found: Seal[]): void {
		seals.value = found;
		look_again();
	}

	async function look(): Promise<void> {
		const mine = ++turn;
		const one = order.value;
		clearTimeout(timer);
		if (!may_have(one)) return void (seals.value = []);
		try {
			const { items } = await find_seals(one.order_no);
			if (mine !== turn) return;
			problem.value = null;
			take(items);
		} catch (thrown) {
			if (mine !== turn) return;
			problem.value = asProblem(thrown);
			look_again();
		}
	}

	async function again(): Promise<void> {
		const one = order.value;
		if (!one) return;
		try {
			const { items } = await seal_again(one.order_no);
			problem.value = null;
			looks = 0;
			take(items);
		} catch (thrown) {
			problem.value = asProblem(thrown);
			if (problem.value.status === 409) await look();
		}
	}

	watch(
		order,
		(now, before) => {
			if (now?.order_no !== before?.order_no) seals.value = [];
			looks = 0;
			void look();
		},
		{ immediate: true },
	);
	onScopeDispose(() => {
		turn++;
		clearTimeout(timer);
	});
	return { seals, problem, look, again };
}
