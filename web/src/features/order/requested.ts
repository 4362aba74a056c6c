/* What a returned order may carry: what was asked about, and the rest as it was submitted. */
import type { Field } from "@/api/describe";
import type { Content } from "@/ui/form";
import { copy_of, find_at, places, put_at } from "@/ui/paths";

/*
 * content with everything else as in original, what was submitted: only what lies at the
 * opened paths stays, and what another answer newly asks for. What was being changed while
 * the order waited would otherwise stand in fields that nobody may change.
 */
export function only_requested(fields: Field[], original: Content, content: Content, opened: string[]): Content {
	const kept = copy_of<Content>(original);
	const newly = places(fields, content).filter(({ path }) => !find_at(fields, original, path).asked);
	for (const path of [...opened, ...newly.map((place) => place.path)]) {
		const found = find_at(fields, content, path);
		if (found.field && !found.unknown) put_at(kept, path, found.value);
	}
	return kept;
}
