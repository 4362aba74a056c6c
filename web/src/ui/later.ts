import { defineAsyncComponent, type Component } from "vue";

const TRIES = 5;
const AGAIN_MS = 1000;

/* A part of a page that comes when it is needed; a lost line is waited for. */
export const later = (loader: () => Promise<Component>) =>
	defineAsyncComponent({
		loader,
		onError: (_fault, retry, fail, attempts) => void (attempts < TRIES ? setTimeout(retry, AGAIN_MS * attempts) : fail()),
	});
