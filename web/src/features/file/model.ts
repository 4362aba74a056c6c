import type { Answers } from "@/api/types";

export type StoredFile = Answers["file"];
