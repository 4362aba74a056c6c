import { createReadStream, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Drawn {
	enum?: string;
	fields?: Drawn[];
}
const enums_in = (drawn: Drawn): string[] => [...(drawn.enum ? [drawn.enum] : []), ...(drawn.fields ?? []).flatMap(enums_in)];

/* Dictionaries that come with the forms: those of kinds' forms that no list shows, the audit log's, and what only a page with forms says. */
const of_pages = ["duty", "event", "rule", "environment", "credential_key", "credential_state", "document_state", "document_standing", "document_awaits", "seal_state", "rejection_reason", "payment_kind", "payment_settled", "merchant_channel", "settlement_state", "account_proof_state", "milestone_state", "via"];
function late_enums(tables: { columns: Drawn[] }[], lists: { facet_a?: Drawn; facet_b?: Drawn }[], forms: Drawn[]): Set<string> {
	const shown = new Set([...tables.flatMap(({ columns }) => columns), ...lists.flatMap((list) => [list.facet_a, list.facet_b])].map((one) => one?.enum));
	return new Set(["act", "outcome", ...of_pages, ...forms.flatMap(enums_in).filter((name) => !shown.has(name))]);
}

/* Dictionaries that no page says: what they stand for, pages tell in words of their own. */
const unsaid = new Set(["desk", "sms_purpose", "organisation_kind", "qr_state", "qr_reason", "route_state", "account_kind", "job_state", "day_count", "step_action", "file_state", "money_period", "money_grain", "export_format", "connection_state", "push_state"]);

/*
 * What the server describes of itself, cut down to what the pages read at run
 * time: the dictionaries; apart from them, for the pages that have one, the forms to
 * fill in and those of the lists' searches. The types come from schema.ts.
 */
function describe(): Plugin {
	const ids = ["virtual:describe", "virtual:forms"];
	/* another server's, of other kinds: LIANGDING_DESCRIPTION=/its/openapi.json LIANGDING_DIST=/where npm run build */
	const file = process.env.LIANGDING_DESCRIPTION ?? here("./src/api/openapi.json");
	return {
		name: "liangding-describe",
		resolveId: (source) => (ids.includes(source) ? "\0" + source : null),
		load(source) {
			if (!ids.includes(source.slice(1))) return null;
			this.addWatchFile(file);
			const all = JSON.parse(readFileSync(file, "utf8"));
			const review = all["x-liangding-review"] ?? {};
			const granted = (review.steps ?? []).map((step: { grants: string | null }) => step.grants).filter(Boolean);
			const kinds = (review.kinds ?? []).map((kind: { name: string }) => kind.name);
			const tables = all["x-liangding-lists"] ?? {};
			const drawn = [...kinds, ...granted, ...Object.keys(tables).map((name) => `${name}_query`)];
			const forms = Object.fromEntries(drawn.map((name: string) => [name, all["x-liangding-forms"]?.[name]]));
			const late = late_enums(Object.values(tables) as { columns: Drawn[] }[], review.lists ?? [], kinds.map((name: string) => forms[name]).filter(Boolean));
			const enums = Object.fromEntries(Object.entries(all["x-liangding-enums"] ?? {}).filter(([name]) => !unsaid.has(name) && late.has(name) === source.endsWith("forms")));
			/* what is in a list's rows comes with what they are searched by */
			const lists = Object.entries(tables as Record<string, { columns: Drawn[] }>).map(([name, table]) => ({ name, ...table }));
			const parts = source.endsWith("forms")
				? { forms, enums, columns: Object.fromEntries(lists.map(({ name, columns }) => [name, columns])), personal: all["x-liangding-personal"] ?? [], reasons: all["x-liangding-reasons"] ?? [], trees: all["x-liangding-trees"] ?? {} }
				: {
						enums,
						steps: review.steps ?? [],
						kinds: (review.kinds ?? []).map((kind: { name: string }) => ({ ...kind, form: { zh: forms[kind.name].zh, en: forms[kind.name].en } })),
						lists: review.lists ?? [],
						tables: Object.fromEntries(lists.map(({ name, ...table }) => [name, { ...table, columns: undefined }])),
					};
			return Object.entries(parts)
				.map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`)
				.join("");
		},
	};
}

/*
 * The tab's icon stands outside the page, where no custom property reaches:
 * it gets its colours from tokens.css here.
 */
function icon(): Plugin {
	const draw = () => {
		const tokens = readFileSync(here("./src/ui/tokens.css"), "utf8");
		return readFileSync(here("./src/ui/favicon.svg"), "utf8").replace(/var\((--[\w-]+)\)/g, (_, name) => {
			const value = new RegExp(`${name}: ([^;]+);`).exec(tokens)?.[1];
			if (!value) throw new Error(`tokens.css has no ${name}`);
			return value;
		});
	};
	return {
		name: "liangding-icon",
		// Below a prefix, too: nginx puts the prefix where an address begins with ./
		transformIndexHtml: { order: "post", handler: (html) => html.replace('href="/favicon.svg"', 'href="./favicon.svg"') },
		generateBundle() {
			this.emitFile({ type: "asset", fileName: "favicon.svg", source: draw() });
		},
		configureServer(server) {
			server.middlewares.use("/favicon.svg", (_req, res) => {
				res.setHeader("Content-Type", "image/svg+xml").end(draw());
			});
		},
	};
}

/*
 * Chinese PDFs often name a character map or a standard font instead of
 * carrying it; the viewer asks for those files, so they travel with it.
 */
function pdfResources(): Plugin {
	const root = here("./node_modules/pdfjs-dist/");
	const folders = ["cmaps", "standard_fonts"];
	return {
		name: "liangding-pdf-resources",
		generateBundle() {
			for (const folder of folders)
				for (const name of readdirSync(root + folder))
					this.emitFile({
						type: "asset",
						fileName: `pdf/${folder}/${name}`,
						source: readFileSync(`${root}${folder}/${name}`),
					});
		},
		configureServer(server) {
			server.middlewares.use("/pdf/", (req, res) => {
				const path = (req.url ?? "").replace(/[^\w./-]|\.\./g, "");
				createReadStream(root + path).on("error", () => {
					res.statusCode = 404;
					res.end();
				}).pipe(res);
			});
		},
	};
}

export default defineConfig({
	base: "./",
	plugins: [vue(), describe(), icon(), pdfResources()],
	resolve: { alias: { "@": here("./src") } },
	define: {
		// Element Plus builds some components by `extends`, which is part of it.
		__VUE_OPTIONS_API__: "true",
		__VUE_PROD_DEVTOOLS__: "false",
		__VUE_I18N_FULL_INSTALL__: "false",
		__VUE_I18N_LEGACY_API__: "false",
		__INTLIFY_PROD_DEVTOOLS__: "false",
	},
	build: {
		outDir: process.env.LIANGDING_DIST ?? "dist",
		emptyOutDir: true,
		target: ["chrome109", "edge109", "firefox115", "safari16.4"],
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		chunkSizeWarningLimit: 700,
		rollupOptions: {
			output: {
				// Some servers do not know that .mjs is a script.
				assetFileNames: (asset) =>
					asset.names.some((name) => name.endsWith(".mjs"))
						? "assets/[name]-[hash].js"
						: "assets/[name]-[hash][extname]",
			},
		},
	},
	server: {
		host: "127.0.0.1",
		proxy: { "/api": process.env.LIANGDING_API ?? "http://127.0.0.1:8080" },
	},
	test: { environment: "node", include: ["src/**/*.spec.ts"], setupFiles: ["spec.setup.js"] },
});
