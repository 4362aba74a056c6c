/*
 * A description of kinds that no product has: two lists, one of them at two
 * desks, and a bank that fills something in. For specs.
 */
const said = (zh: string) => ({ zh, en: zh });
const step = (kind: string, desk: string, grants: string | null = null) => ({ kind, desk, action: "review", waiting: `deal_with_${desk}`, rejected: `deal_not_${desk}`, days: 1, counted: "working", owes: "remark", seals: false, grants, missed: said("") });
const list = (name: string, zh: string, desks: string[]) => ({ name, ...said(zh), title: null, facet_a: null, facet_b: null, kinds: [name], desks });

export const described = {
	trees: {},
	tables: {},
	columns: {},
	reasons: [],
	personal: [],
	enums: { kind: [{ value: "deal", ...said("签约") }, { value: "gift", ...said("捐赠") }] },
	kinds: [
		{ name: "deal", list: "deals", parent: null, changing: null, concluded: null, issues: null, form: said("签约申请表"), applies: { roles: ["operator"], institutions: null, seats: null } },
		{ name: "gift", list: "gifts", parent: null, changing: null, concluded: null, issues: null, form: said("捐赠"), applies: { roles: ["operator", "finance"], institutions: ["pharmacy"], seats: null } },
		{ name: "leave", list: "gifts", parent: null, changing: null, concluded: null, issues: null, form: said("请假"), applies: { roles: ["platform_admin"], institutions: null, seats: ["city"] } },
	],
	lists: [list("deals", "签约审核", ["city", "bank"]), list("gifts", "捐赠审核", ["city"])],
	steps: [step("deal", "city"), step("deal", "bank", "deal_grant"), step("gift", "city")],
	forms: {
		deal: { name: "deal", ...said("签约申请表"), fields: [] },
		deal_grant: {
			name: "deal_grant",
			...said("签约内容"),
			fields: [
				{ name: "contract_no", type: "text", required: true, ...said("合同编号") },
				{ name: "fee", type: "money", required: true, ...said("手续费") },
				{ name: "signers", type: "group", repeated: true, required: true, max_items: 3, ...said("签约人"), fields: [{ name: "name", type: "text", required: true, ...said("姓名") }] },
			],
		},
	},
};
