import "@fontsource-variable/inter";
import "./style/base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { applyTheme, preferences } from "./state/preferences";

// The theme comes before the first drawing, so that a dark window never flashes light.
applyTheme(preferences().theme);

const target = document.getElementById("app");
if (target) mount(App, { target });
