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

/**
 * Makes Lucide's icons plain markup. Their own component builds each element from data, with every attribute looked up, and
 * so takes a tenth of the time of the first drawing.
 */
const plainIcons: Plugin = {
  name: "plain-icons",
  enforce: "pre",
  transform(code, id) {
    if (!/@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/.test(id)) return null;
    const data = code.match(/^const iconData = (\{.*\});$/m)?.[1];
    if (data === undefined) throw new Error(`${id} holds no icon that this build can read`);
    const { name, node } = JSON.parse(data) as { name: string; node: [string, Record<string, string>][] };
    const shapes = node.map(([tag, attributes]) => {
      const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
      return `<${tag}${written.join("")} />`;
    });
    return `<svg class="lucide lucide-${name}" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shapes.join("")}</svg>`;
  },
};

export default defineConfig({
  plugins: [plainIcons, svelte({ configFile: false }), paintAfterTheme],
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
