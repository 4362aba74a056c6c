import { createPinia, setActivePinia } from "pinia";
import { beforeEach, describe, expect, it } from "vitest";
import { realm_of } from "@/features/session/model";
import { useSession } from "./session";

beforeEach(() => setActivePinia(createPinia()));

describe("an address to return to", () => {
	it("leads to pages of this site alone", () => {
		const { own } = useSession();
		for (const place of ["/", "/orders/1/edit?at=2", "/reviews?state=waiting#x"]) expect(own(place)).toBe(place);
		for (const place of ["//evil.example", "/\\evil.example", "///x", "https://evil.example", "javascript:alert(1)", "evil", "", null, undefined, ["/a"], {}]) expect(own(place)).toBeNull();
	});
});

it("LOGIN-1 whoever comes back signs in where they did", () => {
	expect(realm_of("H35021300406")).toBe("institution");
	expect(realm_of("P35021300406")).toBe("institution");
	expect(realm_of("xiamen-city")).toBe("bureau");
	expect(realm_of("Ua1-_BcDe9012")).toBe("personal");
	expect(realm_of("Uxiamen")).toBe("bureau");
});
