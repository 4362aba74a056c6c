/* What a form that is being filled in says of each place; whoever draws it asks by path. */
import type { Remark } from "./Remarks.vue";
import type { Value } from "./form";

export interface Filling {
	/* a part's items come and go by setting all of them */
	set: (path: string, value: Value) => void;
	fault_on: (path: string) => string | undefined;
	remarks_on: (path: string) => Remark[] | undefined;
	/* as it is, with nothing in it to change */
	is_locked: (path: string) => boolean;
	/* business under way relies on the item: it is not taken out */
	is_held?: (path: string) => boolean;
	/* all of it may change: items come and go */
	is_open: (path: string) => boolean;
}
