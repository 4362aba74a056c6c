import type { Answers } from "@/api/types";

export type Partner = Answers["partner"];
