/* The described answers by name; a change of the API shows here first. */
import type { components } from "./schema";

export type Answers = components["schemas"];
