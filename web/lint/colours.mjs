// No colour but in tokens.css: `node lint/colours.mjs [directory]` names every
// colour literal in the styles, templates, scripts and pictures of the pages.
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const names = `aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
	cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen
	darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray
	darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia
	gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender
	lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink
	lightsalmon lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta
	maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise
	mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
	palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red
	rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray slategrey snow
	springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen`.split(/\s+/);
const name = `(?<![-.#\\w])(?:${names.join("|")})(?![-\\w(])`;

const anywhere = [
	// not an anchor, a slot or an id: as many digits as a colour has, and no letter beyond f
	/(?<![&\w])#(?:[\da-f]{8}|[\da-f]{6}|[\da-f]{3,4})(?![-\w])/gi,
	/\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(/gi,
];
// A colour's name is a word like any other but as a value in a style …
const declared = new RegExp(`:[^;{}]*?${name}`, "gi");
// … or in what paints: an attribute, a property of a style or of a canvas.
const painted = new RegExp(`\\b(?:color|fill|stroke|background|border|outline|shadow|flood|lighting|stop)[\\w-]*["']?\\]?\\s*[:=]\\s*["'\`][^"'\`]*?${name}`, "gi");

const comments = /\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?<=^|\s)\/\/.*$/gm;
const blank = (text) => text.replace(/[^\n]/g, " ");
const styles = /<style[^>]*>[\s\S]*?<\/style>/g;

/** [line, literal] of every colour in a file's text; path tells the language. */
export function colours(path, text) {
	const plain = text.replace(comments, blank);
	const parts = path.endsWith(".css") ? [[plain, declared]] : [
		[plain.replace(styles, blank), painted],
		...[...plain.matchAll(styles)].map((match) => [blank(plain.slice(0, match.index)) + match[0], declared]),
	];
	const found = [];
	for (const [part, named] of parts)
		for (const pattern of [...anywhere, named])
			for (const match of part.matchAll(pattern))
				found.push([part.slice(0, match.index + match[0].length).split("\n").length, match[0].trim().split(/\s/).pop()]);
	return found.sort(([a], [b]) => a - b);
}

function* files(directory) {
	for (const entry of readdirSync(directory, { withFileTypes: true })) {
		if (["node_modules", "dist", "lint"].includes(entry.name)) continue;
		const path = join(directory, entry.name);
		if (entry.isDirectory()) yield* files(path);
		else if (/\.(css|vue|ts|js|html|svg)$/.test(entry.name)) yield path;
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const top = process.argv[2] ?? fileURLToPath(new URL("..", import.meta.url));
	for (const path of files(top)) {
		if (relative(top, path) === join("src", "ui", "tokens.css")) continue;
		for (const [line, literal] of colours(path, readFileSync(path, "utf8"))) {
			process.exitCode = 1;
			process.stderr.write(`${relative(top, path)}:${line}: ${literal} — a colour belongs in src/ui/tokens.css\n`);
		}
	}
}
