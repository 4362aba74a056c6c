/*
 * The PDF engine, loaded when the first document is opened. No code made of
 * strings (the CSP forbids it); character maps come from our own origin.
 */
import * as pdfjs from "pdfjs-dist/legacy/build/pdf.mjs";
import { place } from "@/place";
import worker from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

pdfjs.GlobalWorkerOptions.workerSrc = worker;

export type { RenderTask } from "pdfjs-dist";

/*
 * Each document has a worker of its own, so that one that never ends keeps no
 * other waiting; the next one's is started ahead, which takes longer than to
 * read most papers.
 */
let spare: pdfjs.PDFWorker | undefined;
const start = () => new pdfjs.PDFWorker();
const start_spare = () => void (spare ??= start());

/* Owned by the caller, who closes it. */
export interface OpenPdf {
	pdf: pdfjs.PDFDocumentProxy;
	close(): void;
}

export async function open_pdf(bytes: ArrayBuffer): Promise<OpenPdf> {
	const mine = spare ?? start();
	spare = undefined;
	const task = pdfjs.getDocument({
		data: new Uint8Array(bytes),
		worker: mine,
		isEvalSupported: false,
		enableXfa: false,
		cMapUrl: new URL("pdf/cmaps/", place()).href,
		cMapPacked: true,
		standardFontDataUrl: new URL("pdf/standard_fonts/", place()).href,
	});
	const close = () => void task.destroy().finally(() => mine.destroy());
	try {
		const pdf = await task.promise;
		if ("requestIdleCallback" in window) requestIdleCallback(start_spare);
		else setTimeout(start_spare);
		return { pdf, close };
	} catch (thrown) {
		close();
		throw thrown;
	}
}
