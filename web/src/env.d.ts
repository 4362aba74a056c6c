/// <reference types="vite/client" />

declare module "virtual:describe" {
	import type { Choice, Form, Reason, Tree } from "@/api/describe";
	export const enums: Record<string, Choice[]>;
	export const forms: Record<string, Form>;
	export const reasons: Reason[];
	export const stages: { kind: string; level: string; working_days: number; missed: { zh: string; en: string } }[];
	export const personal: { form: string; field: string; reveals: string[] }[];
	export const trees: Record<string, Tree>;
}

declare module "pdfjs-dist/legacy/build/pdf.mjs" {
	export * from "pdfjs-dist";
}
