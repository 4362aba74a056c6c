import type { ApiProblem } from "@/api/problem";

export const is_unopened = (problem: ApiProblem | null) => problem?.document.code === "money.unopened";
