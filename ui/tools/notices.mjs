// Writes the terms of all that is compiled into the programs, in full, to the file that is named: packages carry it.
// Rust's part is told by cargo for this system, the page's by the lock file; the texts are those that each project ships.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const here = new URL("..", import.meta.url).pathname;
const root = dirname(here.replace(/\/$/, ""));
const PROGRAMS = ["switchhook-desktop", "switchhook-cli"];
const TERMS = /^(licen[cs]e|copying|notice|unlicense|copyright)/i;

function rust() {
  const host = /host: (\S+)/.exec(execFileSync("rustc", ["-vV"], { encoding: "utf8" }))[1];
  const words = ["metadata", "--locked", "--format-version", "1", "--filter-platform", host];
  const told = JSON.parse(execFileSync("cargo", words, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 28 }));
  const nodes = new Map(told.resolve.nodes.map((node) => [node.id, node]));
  const reached = new Set();
  const queue = told.packages.filter(({ name }) => PROGRAMS.includes(name)).map(({ id }) => id);
  while (queue.length > 0) {
    const id = queue.pop();
    if (reached.has(id)) continue;
    reached.add(id);
    // what builds or tests them is not in them
    const inside = nodes.get(id).deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null));
    queue.push(...inside.map(({ pkg }) => pkg));
  }
  return told.packages
    .filter(({ id, source }) => reached.has(id) && source)
    .map(({ name, version, license, authors, manifest_path }) => ({
      name,
      version,
      licence: license,
      authors: authors.join(", "),
      folder: dirname(manifest_path),
    }));
}

function page() {
  const { packages } = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8"));
  return Object.entries(packages).flatMap(([path, { version, license, dev }]) =>
    path && !dev
      ? [
          {
            name: path.replace(/^.*node_modules\//, ""),
            version,
            licence: license,
            authors: "",
            folder: join(here, path),
          },
        ]
      : [],
  );
}

/** The files in which a project states its terms. */
const termsIn = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && TERMS.test(entry.name))
    .map(({ name }) => join(folder, name))
    .sort();

const key = ({ name, version }) => `${name} ${version}`;
const all = [...new Map([...rust(), ...page()].map((each) => [key(each), each])).values()];
all.sort((a, b) => (key(a) < key(b) ? -1 : 1));

// Many ship the same text: it stands once, under all of them.
const texts = new Map();
for (const each of all) {
  for (const file of termsIn(each.folder)) {
    const text = readFileSync(file, "utf8").replaceAll("\r\n", "\n").trim();
    texts.set(text, [...(texts.get(text) ?? []), `${key(each)} (${basename(file)})`]);
  }
}
const line = "=".repeat(78);
const list = all.map((each) => `${key(each)}: ${[each.licence, each.authors].filter(Boolean).join("; ")}`);
const stated = [...texts].map(([text, whose]) => `${line}\n${whose.join("\n")}\n${line}\n\n${text}\n`);
const lead =
  "What is compiled into Switchhook from other projects, and its terms. First each project with its licence;\nthen the texts as they ship them.\n";
const [file] = process.argv.slice(2);
writeFileSync(file, `${lead}\n${list.join("\n")}\n\n${stated.join("\n")}`);
