/*
 * The PDF engine, loaded when the first document is opened. No code made of
 * strings (the CSP forbids it); character maps come from our own origin.
 */
import * as pdfjs from "pdfjs-dist/legacy/build/pdf.mjs";
import { place } from "@/place";
import worker from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

pdfjs.GlobalWorkerOptions.workerSrc = worker;

export type { PDFDocumentProxy, RenderTask } from "pdfjs-dist";

export async function open_pdf(bytes: ArrayBuffer) {
	return pdfjs.getDocument({
		data: new Uint8Array(bytes),
		isEvalSupported: false,
		enableXfa: false,
		cMapUrl: new URL("pdf/cmaps/", place()).href,
		cMapPacked: true,
		standardFontDataUrl: new URL("pdf/standard_fonts/", place()).href,
	}).promise;
}
