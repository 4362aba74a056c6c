import type { Filter } from "@/features/list/model";
import { useSession } from "@/shell/session";

/* An institution has no other to ask for. */
export function useOwnFilters() {
	const session = useSession();
	return (all: Filter[]) => (["operator", "finance"].includes(session.grant?.role ?? "") ? all.filter(({ name }) => name !== "institution" && name !== "division") : all);
}
