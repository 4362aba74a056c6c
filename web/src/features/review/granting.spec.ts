import { createPinia } from "pinia";
import { createSSRApp, ref } from "vue";
import { renderToString } from "vue/server-renderer";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type * as Fixture from "@/features/kinds/kinds.fixture";

vi.mock("virtual:describe", async () => (await vi.importActual<typeof Fixture>("@/features/kinds/kinds.fixture")).described);
vi.mock("virtual:forms", async () => (await vi.importActual<typeof Fixture>("@/features/kinds/kinds.fixture")).described);
import { i18n } from "@/shell/i18n";
import { useSession } from "@/shell/session";
import { kept } from "@/ui/kept";
import DecisionBox from "./components/DecisionBox.vue";
import { granted_form, useGranting, type Said } from "./granting";

async function at(desk: string) {
	const faults = ref<Said>({});
	let made: ReturnType<typeof useGranting>;
	const app = createSSRApp({
		setup() {
			made = useGranting(granted_form("deal", desk), faults);
			return () => "";
		},
	});
	await renderToString(app.use(i18n));
	return { ...made!, said: faults };
}

describe("what an approval grants", () => {
	it("is a form of the step of that kind at that desk, and of no other", () => {
		expect(granted_form("deal", "bank")?.name).toBe("deal_grant");
		for (const [kind, desk] of [["deal", "city"], ["gift", "bank"], ["gift", "city"], ["deal", null]] as const) expect(granted_form(kind, desk)).toBeNull();
	});

	it("is neither asked nor sent where the step grants nothing", async () => {
		const city = await at("city");
		expect(city.check()).toEqual({});
		expect(city.wire()).toEqual({});
	});

	it("is sent as its fields have it", async () => {
		const bank = await at("bank");
		bank.filling.set("granted.contract_no", " HT-1 ");
		bank.filling.set("granted.fee", 12050);
		bank.filling.set("granted.signers", [{ key: "k1" }]);
		bank.filling.set("granted.signers.k1.name", "林晓");
		expect(bank.check()).toEqual({});
		expect(bank.wire()).toEqual({ granted: { contract_no: "HT-1", fee: 12050, signers: [{ key: "k1", name: "林晓" }] } });
	});

	it("says what is missing under the server's paths, until it is filled in", async () => {
		const bank = await at("bank");
		bank.filling.set("granted.fee", "x");
		bank.filling.set("granted.signers", [{ key: "k1" }]);
		bank.said.value = bank.check();
		expect(bank.faults.value.map(({ field }) => field)).toEqual(["granted.contract_no", "granted.fee", "granted.signers.k1.name"]);
		/* in the list with its part, beside the field without */
		expect(bank.faults.value[2]!.text).toBe("签约人 1：请填写姓名");
		expect(bank.filling.fault_on("granted.signers.k1.name")).toBe("请填写姓名");
		bank.filling.set("granted.contract_no", "HT-1");
		bank.filling.set("granted.signers", []);
		expect(bank.faults.value.map(({ field }) => field)).toEqual(["granted.fee"]);
	});
});

describe("the decision box", () => {
	beforeAll(() => void vi.stubGlobal("document", { documentElement: {} }));

	async function draw(desk: string, verdict: string): Promise<string> {
		const order = { order_no: desk + verdict, version: 1, kind: "deal", decision_action: "review", content: {} };
		kept.set("me", `opinion.${order.order_no}.1`, { verdict, extent: "parts", whole: "", reason: "", remark: "", given: "", remarks: [], granted: { fee: 12050 } });
		const app = createSSRApp(DecisionBox, { order: order as never, remarks: [] });
		app.use(createPinia()).use(i18n);
		app.runWithContext(() => {
			useSession().me = { account: { name: "me" }, grant: { desk }, grants: [] } as never;
		});
		return renderToString(app);
	}

	it("draws the form between the verdict and the remark, and what was typed before", async () => {
		const html = await draw("bank", "approve");
		const places = ["decision-verdict", "field-granted.contract_no", "field-granted.fee", "field-granted.signers", "decision-remark", "decision-submit"].map((id) => html.indexOf(`id="${id}"`));
		expect(places).toEqual([...places].sort((a, b) => a - b));
		expect(places[0]).toBeGreaterThan(0);
		expect(html).toMatch(/id="field-granted.fee"[^>]*value="120.50"/);
	});

	it.each([["bank", "reject"], ["city", "approve"]])("has no form at the %s with %s", async (desk, verdict) => {
		expect(await draw(desk, verdict)).not.toContain("field-granted");
	});
});
