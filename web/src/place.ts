/**
 * The address the page is served below, with its slash at the end. nginx may
 * serve the product under a prefix and says so in a <meta>: a <base>, which
 * would do the same, is forbidden by the content policy.
 */
export const place = (): string => {
	const said = document.querySelector<HTMLMetaElement>('meta[name="liangding-base"]');
	return new URL(said?.content ?? "/", document.baseURI).href;
};
