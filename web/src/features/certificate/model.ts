import type { Answers } from "@/api/types";

export type Certificate = Answers["certificate_row"];
export type Certificates = Answers["certificate_list"];

/* How a try ended, as the address of the sign-in page says; anything else is no word of ours. */
export const faults = ["none", "unknown", "closed", "broken", "untrusted", "early", "expired", "revoked", "list", "failed"];

/* Where a browser is asked for a certificate: nginx says so in a <meta>; "" where nobody is. */
export const entry = (): string => document.querySelector<HTMLMetaElement>('meta[name="liangding-certificates"]')?.content ?? "";

/* The person's own name within a subject, such as CN=xiamen-city,O=医疗保障局,C=CN. */
export const common_name = (subject: string): string => /(?:^|[,+])CN=((?:\\.|[^,+\\])*)/.exec(subject)?.[1]?.replace(/\\(.)/g, "$1") ?? subject;

/* A file as PEM, whether it is so (RFC 7468) or in DER. */
export function as_pem(bytes: Uint8Array): string {
	if (bytes[0] !== 0x30) return new TextDecoder().decode(bytes);
	const text = btoa(String.fromCharCode(...bytes));
	return `-----BEGIN CERTIFICATE-----\n${text.replace(/.{64}/g, "$&\n").trimEnd()}\n-----END CERTIFICATE-----\n`;
}
