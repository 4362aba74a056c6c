export interface ReviewSwitch {
	division: string;
	division_name: string;
	kind: string;
	automatic: boolean;
	version: number;
	changed_at: string | null;
	changed_by: string | null;
}
