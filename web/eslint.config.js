import ts from "typescript-eslint";
import vue from "eslint-plugin-vue";

const keys = [
	"Literal[value=/^key(down|up|press)$/]",
	"Property[key.name=/^(onK|k)ey(down|up|press)$/i]",
	"MemberExpression[property.name=/^(onkey(down|up|press)|isComposing|keyCode|which)$/]",
].map((selector) => ({ selector, message: "useKeys or v-keys of ui/keys.ts" }));

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
		// Keys come through ui/keys.ts, which leaves those of input methods alone.
		files: ["src/**"],
		ignores: ["src/ui/keys.ts", "src/ui/keys.spec.ts"],
		rules: {
			"no-restricted-syntax": ["error", ...keys],
			"vue/no-restricted-syntax": ["error", ...keys, {
				selector: "VAttribute[directive=true][key.name.name='on'][key.argument.name=/^key/]",
				message: "v-keys of ui/keys.ts",
			}],
		},
	},
	{
		// ECMAScript 3 has no catch without a name.
		files: ["public/*.js"],
		rules: { "@typescript-eslint/no-unused-vars": ["error", { caughtErrors: "none" }] },
	},
);
