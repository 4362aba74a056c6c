/*
 * How a paper is looked at: how large, which way up. The views measure, the
 * tools and keys change it; here is what both mean by it.
 */

/* As wide as the room, all of a page in the room, or a scale (1: its real size). */
export type Size = "width" | "page" | number;
export type Quarter = 0 | 90 | 180 | 270;

export const STEPS = [0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4, 6] as const;
const LEAST = STEPS[0];
const MOST = STEPS[STEPS.length - 1]!;

export const bounded = (scale: number) => Math.min(MOST, Math.max(LEAST, scale));

/* The next step up (1) or down (-1) from what is seen now. */
export function stepped(now: number, way: 1 | -1): number {
	/* a hair's breadth: a fitted 0.9999 is a 1 */
	const near = now * (1 + way * 0.01);
	const steps = way > 0 ? STEPS : [...STEPS].reverse();
	return steps.find((step) => (way > 0 ? step > near : step < near)) ?? (way > 0 ? MOST : LEAST);
}

export const turned = (now: Quarter, by: 90 | -90): Quarter => ((((now + by) % 360) + 360) % 360) as Quarter;

export interface Box {
	width: number;
	height: number;
}

export const upright = ({ width, height }: Box, quarter: Quarter): Box =>
	quarter % 180 === 0 ? { width, height } : { width: height, height: width };

/* The scale at which content (already upright) has this size in the room. */
export function scale_of(size: Size, content: Box, room: Box): number {
	if (typeof size === "number") return size;
	if (!content.width || !content.height || !room.width) return 1;
	const wide = room.width / content.width;
	return bounded(size === "width" ? wide : Math.min(wide, room.height / content.height));
}
