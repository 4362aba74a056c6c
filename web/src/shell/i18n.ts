/*
 * Two languages. Chinese travels with the app, but for what few open: its pages bring
 * that along (words_of_page); English comes when chosen.
 * Every folder with a locales/ directory is one namespace, named after it; those
 * of kinds of orders are one together, for what is asked of them is a kind's name.
 */
import { createI18n } from "vue-i18n";
import { computed } from "vue";
import { choice_label, type Locale } from "@/api/describe";
import type { Words } from "@/api/problem";

interface Messages {
	[key: string]: string | Messages;
}

const STORE = "liangding.language";

const chinese = import.meta.glob<Messages>(["./locales/zh.json", "../ui/locales/zh.json", "../features/*/locales/zh.json", "../features/kinds/*/locales/zh.json", "!../features/{administration,board,certificate,enrolment,issue,money,notice,office,partner,phone,proof,record,recovery,review,seal,sent,switch,verify}/locales/zh.json"], {
	eager: true,
	import: "default",
});
const english = import.meta.glob<Messages>(["./locales/en.json", "../ui/locales/en.json", "../features/*/locales/en.json", "../features/kinds/*/locales/en.json"], {
	import: "default",
});

function namespace(path: string): string {
	const folders = path.replace(/\/locales\/.*/, "").split("/");
	const folder = folders.at(-2) === "kinds" ? "kinds" : folders.at(-1)!;
	return folder === "." ? "shell" : folder;
}

function merge(into: Messages, messages: Messages): Messages {
	for (const [key, value] of Object.entries(messages)) {
		const before = into[key];
		into[key] = typeof value === "object" && typeof before === "object" ? merge({ ...before }, value) : value;
	}
	return into;
}

const zh: Messages = {};
for (const [path, messages] of Object.entries(chinese)) merge(zh, { [namespace(path)]: messages });

export const i18n = createI18n({
	legacy: false,
	locale: "zh",
	fallbackLocale: "zh",
	messages: { zh } as { [language: string]: Messages },
	missingWarn: import.meta.env.DEV,
	fallbackWarn: false,
});

/* The Chinese words of a feature that the app does not carry, before its page opens. */
export const words_of_page = (space: string, load: () => Promise<{ default: Messages }>) =>
	load().then(({ default: words }) => i18n.global.mergeLocaleMessage("zh", { [space]: words }));

export const locale = computed<Locale>(() => (i18n.global.locale.value === "en" ? "en" : "zh"));

export async function set_locale(next: Locale): Promise<void> {
	if (next === "en" && !i18n.global.availableLocales.includes("en")) {
		const en: Messages = {};
		await Promise.all(
			Object.entries(english).map(async ([path, load]) => {
				merge(en, { [namespace(path)]: await load() });
			}),
		);
		i18n.global.setLocaleMessage("en", en);
	}
	i18n.global.locale.value = next;
	document.documentElement.lang = next === "en" ? "en" : "zh-CN";
	try {
		localStorage.setItem(STORE, next);
	} catch {
		/* a browser that stores nothing still shows both languages */
	}
}

export async function restore_locale(): Promise<void> {
	let stored: string | null = null;
	try {
		stored = localStorage.getItem(STORE);
	} catch {
		/* see above */
	}
	await set_locale(stored === "en" ? "en" : "zh");
}

interface Helped {
	help_zh?: string;
	help_en?: string;
	format_zh?: string;
	format_en?: string;
}

/* What pages need to name things in the reader's language. */
export function useWords() {
	return {
		locale,
		words: (text: Words | null | undefined) => text?.[locale.value] ?? "",
		label: (dictionary: string, value: string | null | undefined) =>
			choice_label(dictionary, value, locale.value),
		named: (thing: { zh: string; en: string }) => thing[locale.value],
		/* in the middle of a sentence: English has an article there, and no capital */
		in_sentence(thing: { zh: string; en: string }, article: "a" | "the"): string {
			if (locale.value === "zh") return thing.zh;
			const name = thing.en.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
			return `${article === "a" && /^[aeiou]/i.test(name) ? "an" : article} ${name}`;
		},
		help: (thing: Helped) =>
			locale.value === "en" ? (thing.help_en ?? thing.format_en) : (thing.help_zh ?? thing.format_zh),
	};
}
