import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";
import { beforeEach, describe, expect, it, vi } from "vitest";

const { told } = vi.hoisted(() => ({ told: vi.fn() }));
vi.mock("./api", () => ({ check_order: told, save_draft: vi.fn(), find_order: vi.fn() }));

import { i18n } from "@/shell/i18n";
import { record } from "@/ui/form-part.fixture";
import type { Content } from "@/ui/form";
import { useDraft } from "./draft";
import { useFaults } from "./faults";
import type { Order } from "./model";

const fault = (field: string, text: string) => ({ field, code: "format", message: { zh: text, en: text } });
const fields = record.fields.filter(({ name }) => ["keeper", "accounts"].includes(name));
const content = (): Content => ({
	keeper: { name: "林晓", phone: "138" },
	accounts: [
		{ key: "k1", of_parent: true, account_no: "1" },
		{ key: "k2", of_parent: true },
	],
});

let drafts = 0;
async function filling(): Promise<{ draft: ReturnType<typeof useDraft>; faults: ReturnType<typeof useFaults> }> {
	let made: Awaited<ReturnType<typeof filling>>;
	const app = createSSRApp({
		setup() {
			const draft = useDraft({ order_no: `faults.${++drafts}`, version: 1, content: content() } as unknown as Order, fields, "me");
			made = { draft, faults: useFaults("1", fields, draft, () => new Set()) };
			return () => "";
		},
	});
	await renderToString(app.use(i18n));
	return made!;
}

beforeEach(() => void told.mockReset());

describe("PLAT-3 every fault at its place, however deep", () => {
	it("tells where: in the list with its parts, beside the field without", async () => {
		told.mockResolvedValue({ faults: [fault("keeper.phone", "格式不正确"), fault("accounts.k1.account_no", "位数不对")] });
		const { faults } = await filling();
		expect(await faults.passes()).toBe(false);
		expect(faults.faults.value.map(({ field, text }) => `${field} ${text}`)).toEqual(["keeper.phone 医保办负责人：格式不正确", "accounts.k1.account_no 结算账户 1：位数不对", "accounts.k2.account_no 结算账户 2：请填写账号"]);
		expect(faults.fault_on("accounts.k1.account_no")).toBe("位数不对");
		expect(faults.is_faulty("accounts")).toBe(true);
		expect(faults.fault_in("accounts.k2")).toBe("结算账户 2：请填写账号");
		expect(faults.fault_on("accounts.k2")).toBeUndefined();
	});

	it("blames the part for an item that is gone, and nothing for one that goes then", async () => {
		told.mockResolvedValue({ faults: [fault("accounts.k9.account_no", "未被要求修改"), fault("accounts.k1.account_no", "位数不对")] });
		const { draft, faults } = await filling();
		await faults.passes();
		expect(faults.fault_on("accounts")).toBe("未被要求修改");
		draft.set("accounts", [{ key: "k2", of_parent: true, account_no: "2" }]);
		expect(faults.now.value.map(({ field }) => field)).toEqual(["accounts"]);
	});

	it("is silent on what is not asked any more", async () => {
		told.mockResolvedValue({ faults: [] });
		const { draft, faults } = await filling();
		draft.set("accounts.k2.of_parent", false);
		expect(faults.now.value.map(({ field }) => field)).toEqual(["accounts.k2.account_no", "accounts.k2.proof.kinds", "accounts.k2.proof.scan"]);
		draft.set("accounts.k2.of_parent", true);
		expect(faults.now.value.map(({ field }) => field)).toEqual(["accounts.k2.account_no"]);
	});
});
