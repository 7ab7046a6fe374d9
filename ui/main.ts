import "@fontsource-variable/inter";
import "./style/base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { applyTheme, preferences } from "./state/preferences";

// Before anything is drawn, so that nobody who chose dark sees a light window first.
applyTheme(preferences().theme);

const target = document.getElementById("app");
if (target) mount(App, { target });
