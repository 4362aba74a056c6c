/* The backend of the demonstration's app: has each call signed, and makes it. */
import { api, url } from "@/api/client";
import type { Answers } from "@/api/types";
import type { Person } from "./people";

export type Consent = Answers["qr_consent"];

/* The id in what a code of this platform holds; null for anybody else's. */
export function id_of(text: string, site: string): string | null {
	const found = /^(.*\/)qr\/([\w-]{22})$/.exec(text.trim());
	return found && found[1] === site ? found[2]! : null;
}

async function call<T>(id: string, act: string, body: Record<string, unknown>): Promise<T> {
	const path = `app/qr/${id}/${act}`;
	const signed = await api.post<Answers["qr_signed"]>("phone/signature", { path, body: JSON.stringify(body) }, { anonymous: true });
	return api.post<T>(path, body, {
		anonymous: true,
		headers: { "Content-Digest": signed.content_digest, "Signature-Input": signed.signature_input, Signature: signed.signature },
	});
}

export const scan = (id: string, person: Person) => call<Consent>(id, "scan", { ...person });
export const confirm = (id: string, person: Person, number: string) => call<Answers["qr_done"]>(id, "confirm", { subject: person.subject, number });
export const cancel = (id: string, person: Person) => call<Answers["qr_done"]>(id, "cancel", { subject: person.subject });
export const site = () => url("").replace(/api\/$/, "");
