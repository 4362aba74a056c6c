import type { Answers } from "@/api/types";

export type AccountRow = Answers["account_item"];
export type AccountDocument = Answers["account_document"];
export type Administered = Answers["organisation_roles"];
export type Issued = Answers["account_issued"];
export type AccountPage = Answers["account_list"];

export const institution_roles = ["operator", "institution_admin", "finance", "appeals", "staff"];
