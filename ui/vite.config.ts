import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte({ configFile: false })],
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
