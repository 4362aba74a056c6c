/// <reference types="vite/client" />

declare module "virtual:describe" {
	import type { Choice, KindRow, OrderList, RouteRow, Table } from "@/api/describe";
	export const enums: Record<string, Choice[]>;
	export const steps: RouteRow[];
	export const lists: OrderList[];
	export const tables: Record<string, Omit<Table, "columns">>;
	export const kinds: KindRow[];
}

declare module "virtual:forms" {
	import type { Choice, Form, Reason, TableColumn, Tree } from "@/api/describe";
	export const columns: Record<string, TableColumn[]>;
	export const forms: Record<string, Form>;
	export const enums: Record<string, Choice[]>;
	export const reasons: Reason[];
	export const personal: { form: string; field: string; reveals: string[] }[];
	export const trees: Record<string, Tree>;
}

declare module "pdfjs-dist/legacy/build/pdf.mjs" {
	export * from "pdfjs-dist";
}
