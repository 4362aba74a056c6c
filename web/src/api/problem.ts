/*
 * An RFC 9457 problem document as the server (or nginx, or nobody) gave it.
 * Everything the pages show of a failure comes from here.
 */

export interface Words {
	zh: string;
	en: string;
}

export interface FieldFault {
	field: string;
	code: string;
	message: Words;
	remedy?: Words | null;
}

export interface Decided {
	desk: string;
	organisation_name: string;
	actor_name: string;
	via?: string;
	verdict: "approve" | "reject";
	at: string;
}

export interface ProblemDocument {
	type?: string;
	title?: string;
	status: number;
	code: string;
	message: Words;
	remedy?: Words | null;
	request_id?: string;
	fields?: FieldFault[];
	tries_left?: number;
	retry_after?: number;
	decision?: Decided;
	order_no?: string;
	claimed_by?: string;
	offset?: number;
}

const fallbacks: Record<string, { message: Words; remedy: Words }> = {
	network: {
		message: { zh: "无法连接服务器", en: "Cannot reach the server" },
		remedy: {
			zh: "请检查网络后重试。您填写的内容仍在本页。",
			en: "Check the connection and try again. Your answers are still on this page.",
		},
	},
	forbidden: {
		message: { zh: "您没有查看此内容的权限", en: "You do not have permission to view this" },
		remedy: {
			zh: "如需权限，请联系本单位的管理员。",
			en: "If you need access, ask your organisation’s administrator.",
		},
	},
	not_found: {
		message: { zh: "没有找到该内容", en: "Not found" },
		remedy: {
			zh: "它可能已被删除，或不属于您的机构或辖区。",
			en: "It may have been deleted, or belongs to another organisation or division.",
		},
	},
	busy: {
		message: { zh: "系统繁忙", en: "The system is busy" },
		remedy: { zh: "请稍后重试。", en: "Please try again shortly." },
	},
	unexpected: {
		message: { zh: "系统出错，未能完成", en: "Something went wrong" },
		remedy: {
			zh: "请稍后重试；若仍如此，请把请求编号告诉运维人员。",
			en: "Try again shortly. If it keeps happening, give operations the request number.",
		},
	},
};

function fallbackFor(status: number): string {
	if (status === 0) return "network";
	if (status === 403) return "forbidden";
	if (status === 404) return "not_found";
	if (status === 429 || status === 503 || status === 504) return "busy";
	return "unexpected";
}

export class ApiProblem extends Error {
	readonly status: number;
	readonly code: string;
	readonly document: ProblemDocument;

	constructor(status: number, given?: Partial<ProblemDocument>) {
		const name = fallbackFor(status);
		const spare = fallbacks[name] ?? fallbacks.unexpected!;
		super(given?.title ?? given?.code ?? name);
		this.name = "ApiProblem";
		this.status = status;
		this.document = {
			...given,
			status,
			code: given?.code ?? name,
			message: given?.message ?? spare.message,
			remedy: given?.message ? given.remedy : spare.remedy,
		};
		this.code = this.document.code;
	}

	get fields(): FieldFault[] {
		return this.document.fields ?? [];
	}
}

/* Any thrown thing as a problem, so that pages show one kind of failure. */
export function asProblem(thrown: unknown): ApiProblem {
	return thrown instanceof ApiProblem ? thrown : new ApiProblem(500);
}
