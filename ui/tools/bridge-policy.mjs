// Writes the content security policy of the bridge page: into the page, and into the files that its hosts read.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const folder = new URL("../../bridge/", import.meta.url);
const page = readFileSync(new URL("index.html", folder), "utf8");

function hashes(element) {
  const blocks = [...page.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, "g"))];
  return blocks.map(([, text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`).join(" ");
}

const inPage = [
  "default-src 'none'",
  `script-src ${hashes("script")}`,
  `style-src ${hashes("style")}`,
  // The empty icon in the page.
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
// Browsers take this directive from a header alone.
const inHeader = `${inPage}; frame-ancestors 'none'`;

for (const [file, before, after, policy] of [
  ["index.html", 'http-equiv="Content-Security-Policy" content="', '"', inPage],
  ["_headers", "Content-Security-Policy: ", "\n", inHeader],
  ["nginx.conf", 'Content-Security-Policy "', '"', inHeader],
]) {
  const path = new URL(file, folder);
  const text = readFileSync(path, "utf8");
  const start = text.indexOf(before) + before.length;
  writeFileSync(path, text.slice(0, start) + policy + text.slice(text.indexOf(after, start)));
}
