/* What was entered is Chinese wherever it holds Chinese, whatever the page speaks. */
const han = /\p{Script=Han}/u;

export const zh_of = (text: string | null | undefined): "zh-CN" | undefined => (text && han.test(text) ? "zh-CN" : undefined);
