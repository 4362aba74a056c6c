import { api } from "@/api/client";
import type { ReviewSwitch } from "./model";

export const list_switches = () => api.get<{ items: ReviewSwitch[] }>("review-switches");
export const set_switch = (row: ReviewSwitch, automatic: boolean) =>
	api.put<ReviewSwitch>(`review-switches/${row.division}/${row.kind}`, { automatic, version: row.version });
