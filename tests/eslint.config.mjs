import js from '@eslint/js'
import globals from 'globals'

export default [
	js.configs.recommended,
	{
		languageOptions: { globals: { ...globals.node } },
		rules: {
			eqeqeq: 'error',
			'no-var': 'error',
			'prefer-const': 'error',
			'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
		},
	},
	{
		// What page.evaluate runs, runs in the browser.
		files: ['e2e/**', 'engine/pages.test.mjs', 'lib/browser.mjs', 'load/form.mjs', 'load/paint.mjs', 'load/next.mjs'],
		languageOptions: { globals: { ...globals.browser } },
	},
]
