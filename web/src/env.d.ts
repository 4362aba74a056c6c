/// <reference types="vite/client" />

declare module "virtual:describe" {
	import type { Choice, Form } from "@/api/describe";
	export const enums: Record<string, Choice[]>;
	export const forms: Record<string, Form>;
}

declare module "pdfjs-dist/legacy/build/pdf.mjs" {
	export * from "pdfjs-dist";
}
