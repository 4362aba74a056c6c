import { createApp } from "vue";
import { createPinia } from "pinia";
import App from "./App.vue";
import { i18n, restore_locale } from "./shell/i18n";
import { router } from "./shell/router";
import { restore_theme } from "./shell/theme";
import { useSession } from "./shell/session";
import { mind_input_methods } from "./ui/keys";
import { toasts } from "./ui/toast";
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/element.css";

restore_theme();
mind_input_methods();

const app = createApp(App).use(createPinia()).use(i18n);

useSession().listen({
	ended: () => {
		const here = router.currentRoute.value;
		if (!here.meta.open)
			void router.replace({ name: "login", query: { back: here.fullPath, ended: "1" } });
	},
	changed: () => {
		toasts.length = 0;
		/* who is about to sign in again stays there, whatever an answer on its way still tells */
		if (!router.currentRoute.value.meta.open) void router.replace({ name: "changed" });
	},
	returned: (place) => void router.replace(place),
	passwordDue: () => void router.replace({ name: "password" }),
	place: () => router.options.history.location,
});

// Where browser.js has put its page for old browsers, there is no place for the app.
if (document.getElementById("app"))
	void restore_locale().then(() => {
		app.use(router).mount("#app");
	});
