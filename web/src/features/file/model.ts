import type { Answers } from "@/api/types";

export type StoredFile = Answers["file"];
export type FileList = Answers["file_list"];
