/*
 * For browsers the app cannot run in, Internet Explorer included: says so, and
 * names what to use. Written for the oldest of them.
 */
(function () {
	var fit =
		"noModule" in document.createElement("script") &&
		typeof window.structuredClone === "function" &&
		typeof window.HTMLDialogElement === "function" &&
		typeof Array.prototype.findLast === "function";
	if (fit) return;
	var texts = [
		"您的浏览器版本过旧，无法打开本平台",
		"请使用以下浏览器：Chrome 或 Edge 109 及以上、Firefox 115 及以上、Safari 16.4 及以上。国产浏览器请更新到最新版本并使用极速模式。Windows 7 可使用 Chrome 109。",
		"This browser is too old for this platform",
		"Please use Chrome or Edge 109 or later, Firefox 115 or later, or Safari 16.4 or later. On Windows 7, Chrome 109 works."
	];
	var box = document.createElement("div");
	for (var i = 0; i < texts.length; i++) {
		var line = document.createElement(i % 2 ? "p" : "h1");
		line.lang = i < 2 ? "zh-CN" : "en";
		line.appendChild(document.createTextNode(texts[i]));
		box.appendChild(line);
	}
	box.style.maxWidth = "640px";
	box.style.margin = "10% auto";
	box.style.padding = "0 24px";
	box.style.fontFamily = "Microsoft YaHei, PingFang SC, sans-serif";
	var app = document.getElementById("app");
	app.parentNode.replaceChild(box, app);
})();
