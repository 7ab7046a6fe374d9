import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Nothing is painted before main.ts has run: whoever chose a theme never sees the other one flash. */
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
    // The oldest web views the app opens in; light-dark() and nesting stay as written.
    target: ["safari18", "chrome125"],
    // Fonts as data: URLs would be stopped by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: { environment: "node", include: ["**/*.test.ts"] },
});
