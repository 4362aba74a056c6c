/* A description as the server gives one, of a form that only tests draw: every type, three parts deep. */
import type { Choice, Form, Tree } from "@/api/describe";

export const words: Record<string, Choice[]> = {
	t_licence: [
		{ value: "practice", zh: "医疗机构执业许可证", en: "Practice licence" },
		{ value: "filing", zh: "中医诊所备案证", en: "TCM clinic filing", help_zh: "没有执业许可证的中医诊所", help_en: "For TCM clinics without a practice licence" },
		{ value: "none", zh: "无（部队机构）", en: "None (military)" },
	],
	t_proof: [
		{ value: "permit", zh: "开户许可证", en: "Account permit" },
		{ value: "request", zh: "开户申请", en: "Account application" },
		{ value: "card", zh: "银行卡", en: "Bank card" },
	],
};

const row = (code: string, zh: string, en: string, parent?: string) => ({ code, zh, en, ...(parent ? { parent } : {}) });
export const subjects: Tree = {
	parents: true,
	rows: [
		row("02", "全科医疗科", "General practice"),
		row("03", "内科", "Internal medicine"),
		row("03.01", "呼吸内科专业", "Respiratory medicine", "03"),
		row("03.02", "消化内科专业", "Gastroenterology", "03"),
		row("03.03", "神经内科专业", "Neurology", "03"),
		row("04", "外科", "Surgery"),
		row("04.01", "普通外科专业", "General surgery", "04"),
		row("50", "中医科", "Traditional Chinese medicine"),
		row("50.01", "内科专业", "TCM internal medicine", "50"),
	],
};

export const record: Form = {
	name: "t_record",
	zh: "机构档案",
	en: "Institution record",
	sections: [
		{ name: "licence", zh: "证照", en: "Licence", fields: ["licence", "licence_no", "subjects", "from", "to", "licence_copy"] },
		{ name: "rest", zh: "结算与其他", en: "Settlement and others", fields: ["capital", "beds", "credential", "keeper", "accounts"] },
	],
	fields: [
		{ name: "licence", type: "choice", zh: "证照类型", en: "Licence held", enum: "t_licence", required: true },
		{ name: "licence_no", type: "text", zh: "登记号", en: "Licence number", required: true, max: 22, when: { field: "licence", words: ["none"], unless: true } },
		{ name: "subjects", type: "tree", zh: "诊疗科目", en: "Subjects", tree: "t_subjects", required: true, when: { field: "licence", words: ["practice"], unless: false } },
		{ name: "from", type: "date", zh: "有效期自", en: "Valid from", required: true },
		{ name: "to", type: "date", zh: "有效期至", en: "Valid to", required: true, not_before: "from" },
		{ name: "licence_copy", type: "attachment", zh: "证照副本", en: "Copy of the licence", required: true, example: "agreement", accept: ["application/pdf"], extensions: [".pdf"], max_files: 3, max_size: 20971520 },
		{ name: "capital", type: "money", zh: "注册资本", en: "Registered capital", required: true, min: 100, help_zh: "按营业执照填写", help_en: "As on the business licence" },
		{ name: "beds", type: "integer", zh: "床位数", en: "Beds", max: 9999 },
		{ name: "credential", type: "boolean", zh: "已使用医保电子凭证", en: "Electronic credential in use" },
		{
			name: "keeper",
			type: "group",
			zh: "医保办负责人",
			en: "Head of the insurance office",
			required: true,
			fields: [
				{ name: "name", type: "text", zh: "姓名", en: "Name", required: true, max: 30 },
				{ name: "phone", type: "text", zh: "联系电话", en: "Phone", required: true, max: 20, format: "phone", format_zh: "手机号或带区号的固定电话", format_en: "A mobile number, or a landline with its area code", personal: true },
			],
		},
		{
			name: "accounts",
			type: "group",
			zh: "结算账户",
			en: "Settlement account",
			required: true,
			repeated: true,
			max_items: 3,
			help_zh: "至少需要一个结算账户",
			help_en: "At least one is needed",
			fields: [
				{ name: "of_parent", type: "boolean", zh: "无基本存款账户，使用上级机构账户", en: "No basic account: the parent’s is used" },
				{ name: "account_no", type: "text", zh: "账号", en: "Account number", required: true, max: 32, personal: true },
				{ name: "limit", type: "money", zh: "单日限额", en: "Daily limit" },
				{
					name: "proof",
					type: "group",
					zh: "开户证明",
					en: "Proof of account",
					required: true,
					when: { field: "of_parent", words: ["true"], unless: true },
					fields: [
						{ name: "kinds", type: "choices", zh: "证明材料", en: "Proofs", enum: "t_proof", required: true, max_items: 2 },
						{ name: "scan", type: "attachment", zh: "扫描件", en: "Scan", required: true, accept: ["image/jpeg"], extensions: [".jpg"], max_files: 2, max_size: 2097152 },
					],
				},
			],
		},
	],
};

export const filled = {
	licence: "practice",
	licence_no: "PDY00011X35021317A1001",
	subjects: ["03", "03.01", "50.01"],
	from: "2025-03-01",
	capital: 123450000,
	beds: "12x",
	credential: true,
	keeper: { name: "林晓", phone: "138****8000" },
	accounts: [
		{ key: "k7f3", account_no: "6222 **** 1234", limit: 5000000, proof: { kinds: ["permit", "card"], scan: [{ file_id: "f1", name: "开户许可证.jpg", size: 812345, media_type: "image/jpeg" }] } },
		{ key: "b2", of_parent: true, account_no: "" },
	],
};
