import type { Answers } from "@/api/types";

export type ReviewSwitch = Answers["review_switch"];
