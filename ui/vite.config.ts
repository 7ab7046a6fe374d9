import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Delays the first painting until main.ts has run, so that the other theme never flashes. */
const paintAfterTheme: Plugin = {
  name: "paint-after-theme",
  transformIndexHtml: {
    order: "post",
    handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
  },
};

export default defineConfig({
  plugins: [svelte({ configFile: false }), paintAfterTheme],
  server: { port: 5173, strictPort: true },
  build: {
    // The oldest web views that the app supports. They know light-dark() and nesting.
    target: ["safari18", "chrome125"],
    // The content security policy would stop fonts as data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: { environment: "node", include: ["**/*.test.ts"] },
});
