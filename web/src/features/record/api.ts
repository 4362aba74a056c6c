import { api } from "@/api/client";
import type { components } from "@/api/schema";
import type { Content } from "@/ui/form";

type Described = components["schemas"]["record_document"];
export type RecordDocument = Omit<Described, "content"> & { content: Content };
export const find_record = (code: string) => api.get<RecordDocument>(`records/${code}`);
