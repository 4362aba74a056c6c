/* What a picture's QR code holds. The reader is fetched when it is first needed. */
export async function read_picture(picture: CanvasImageSource, width: number, height: number): Promise<string | null> {
	const { default: read } = await import("jsqr");
	const canvas = document.createElement("canvas");
	const context = canvas.getContext("2d", { willReadFrequently: true });
	if (!context || !width || !height) return null;
	canvas.width = width;
	canvas.height = height;
	context.drawImage(picture, 0, 0, width, height);
	return read(context.getImageData(0, 0, width, height).data, width, height)?.data ?? null;
}

const SIDE_MAX = 1600;
export async function read_file(file: File): Promise<string | null> {
	const image = new Image();
	image.src = URL.createObjectURL(file);
	try {
		await image.decode();
		const scale = Math.min(1, SIDE_MAX / Math.max(image.naturalWidth, image.naturalHeight));
		return await read_picture(image, Math.round(image.naturalWidth * scale), Math.round(image.naturalHeight * scale));
	} catch {
		return null;
	} finally {
		URL.revokeObjectURL(image.src);
	}
}
