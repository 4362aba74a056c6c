import { api } from "@/api/client";
import type { Answers } from "@/api/types";
import { locale } from "@/shell/i18n";
import type { Drawn, Issued } from "@/features/recovery/api";

export type Enrolment = Answers["enrolment"];
export type IssuedAccount = Answers["institution_account_issued"];
export type LinkSubject = Answers["link_subject"];
export interface Applicant {
	code: string;
	institution_name: string;
	uscc: string;
	operator_name: string;
	id_no: string;
	phone: string;
	mail: string;
}
export const applicant_fields = ["code", "institution_name", "uscc", "operator_name", "id_no", "phone", "mail"] as const;
export const no_applicant = (): Applicant => ({ code: "", institution_name: "", uscc: "", operator_name: "", id_no: "", phone: "", mail: "" });

const anonymous = { anonymous: true };
const spoken = <T extends object>(body: T) => ({ ...body, language: locale.value });

export const ask_code = (body: Drawn & { phone: string }) => api.post<Issued>("enrolments/code", spoken(body), anonymous);
export const ask_account = (body: Applicant & { ticket: string; sms_code: string }) => api.post<Answers["enrolment_receipt"]>("enrolments", spoken(body), anonymous);
export const find_enrolment = (no: string) => api.get<Enrolment>(`enrolments/${no}`);
export const decide = (no: string, verdict: "approve" | "reject", reason?: string) => api.post<Enrolment>(`enrolments/${no}/decision`, { verdict, ...(reason ? { reason } : {}) });
export const issue_account = (body: Applicant, key: string) => api.post<IssuedAccount>("institution-accounts", body, { key });

export const look_at_link = (token: string) => api.post<LinkSubject>("activation/look", { token }, anonymous);
export const activate = (token: string, new_password: string) => api.post<LinkSubject>("activation", { token, new_password }, anonymous);
