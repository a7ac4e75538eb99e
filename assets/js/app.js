// Starts the modules that the page asks for by data attributes. Every page also works without them.
import { autosave, forget } from "./autosave.js";
import { countdown, desk, keys } from "./desk.js";
import { depend } from "./depend.js";
import { focus, guard, once, skip } from "./forms.js";
import { live } from "./live.js";
import { progress } from "./progress.js";
import { reorder } from "./reorder.js";

const each = (selector, start) => document.querySelectorAll(selector).forEach(start);

skip();
each("[data-focus]", focus);
each("form[data-guard]", guard);
each("form:has([data-when])", depend);
each("form[data-autosave]", autosave);
each("form[data-live]", live);
each("form[data-desk]", desk);
each("form[data-countdown]", countdown);
if (document.querySelector("[data-key]")) keys();
each("[data-progress]", progress);
each("[data-reorder]", reorder);
each("form", once);
document.querySelector("form[action=\"/sign-out\"]")?.addEventListener("submit", forget);
