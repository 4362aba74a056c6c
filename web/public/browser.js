/*
 * Before the app: light or dark, and the static page for old browsers
 * (index.html, #too-old) in the app's place where the app cannot run. Read by the
 * oldest of them: ECMAScript 3, no build step, and no user agent, which the
 * browsers in question invent.
 *
 * The baseline is Chrome and Edge 109, Firefox 115, Safari 16.4. What came
 * with exactly these, by MDN's browser-compat-data 8.1.9:
 *
 *                    Chrome, Edge   Firefox   Safari   IE
 *   MathMLElement    109            71        13.1     -
 *   Array.fromAsync  121            115       16.4     -
 *   trustedTypes     83             148       26       -
 *
 * MathMLElement keeps out Chrome below 109 and IE; Array.fromAsync keeps out
 * Firefox and Safari below theirs; trustedTypes stands for a Chromium, since
 * where others have it they are far beyond the baseline.
 */
(function () {
	var fit =
		typeof window.MathMLElement !== "undefined" &&
		(typeof Array.fromAsync === "function" || typeof window.trustedTypes !== "undefined");
	if (fit) return paint();
	var page = document.getElementById("too-old");
	var app = document.getElementById("app");
	var box = document.createElement("div");
	// IE knows no template: what is in it has been shown all along.
	var from = page.content || page;
	while (from.firstChild) box.appendChild(from.firstChild);
	box.style.maxWidth = "680px";
	box.style.margin = "5% auto";
	box.style.padding = "0 24px";
	box.style.fontFamily = '"Microsoft YaHei", "PingFang SC", sans-serif';
	box.style.lineHeight = "1.7";
	var lists = box.getElementsByTagName("ul");
	for (var i = 0; i < lists.length; i++) {
		lists[i].style.listStyle = "disc";
		lists[i].style.margin = "12px 0 32px";
		lists[i].style.paddingLeft = "24px";
	}
	app.parentNode.replaceChild(box, app);

	// The mark that waits for the app is light or dark already (shell/theme.ts).
	function paint() {
		var theme = null;
		try {
			theme = localStorage.getItem("liangding.theme");
		} catch (e) {
			/* not stored: as the system has it */
		}
		if (theme !== "light" && theme !== "dark")
			theme = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
		document.documentElement.setAttribute("data-theme", theme);
	}
})();
