import { api } from "@/api/client";
import type { Answers } from "@/api/types";

export type Verification = Answers["verification"];
/* Asked by anybody, signed in or not. */
export const verify = (code: string) => api.get<Verification>(`verifications/${encodeURIComponent(code)}`, { anonymous: true });
