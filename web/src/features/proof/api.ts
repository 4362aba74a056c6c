import { api } from "@/api/client";
import type { Answers } from "@/api/types";
import { money_text } from "@/ui/money";

export type AccountProof = Answers["account_proof"];
export type Answered = Answers["account_proof_answered"];

const at = (order_no: string, no: number) => `orders/${order_no}/account-proofs/${no}`;
export const ask_proof = (order_no: string, version: number, account: string, key: string) =>
	api.post<Answers["account_proof_new"]>(`orders/${order_no}/account-proofs`, { version, account }, { key });
/* What is to be paid; the look goes on record. */
export async function see_payment(order_no: string, no: number): Promise<{ value: string }> {
	const { amount, remark } = await api.post<Answers["account_proof_payment"]>(`${at(order_no, no)}/reveal`, {});
	return { value: `${money_text(amount)} ${remark}` };
}
export const say_paid = (order_no: string, no: number, key: string) => api.post<void>(`${at(order_no, no)}/payment`, {}, { key });
export const recall_proof = (order_no: string, no: number) => api.delete(at(order_no, no));
export const answer_proof = (order_no: string, no: number, amount: string, key: string) => api.post<Answered>(`${at(order_no, no)}/answer`, { amount }, { key });
