import ts from "typescript-eslint";
import vue from "eslint-plugin-vue";

export default ts.config(
	{ ignores: ["dist/", "node_modules/", "src/api/schema.ts"] },
	...ts.configs.recommended,
	...vue.configs["flat/essential"],
	{
		files: ["**/*.vue"],
		languageOptions: { parserOptions: { parser: ts.parser } },
	},
	{
		rules: {
			eqeqeq: "error",
			"no-console": "error",
			"no-undef": "off",
			"max-lines": ["error", 320],
			"vue/multi-word-component-names": "off",
			"vue/no-v-html": "error",
			"vue/no-static-inline-styles": "error",
			"@typescript-eslint/no-explicit-any": "error",
			"@typescript-eslint/consistent-type-imports": "error",
		},
	},
	{
		// ECMAScript 3 has no catch without a name.
		files: ["public/*.js"],
		rules: { "@typescript-eslint/no-unused-vars": ["error", { caughtErrors: "none" }] },
	},
);
