// Writes the full terms of everything in the programs to the named file, which packages contain. Cargo lists Rust's part for
// this system, the lock file lists the page's. The texts are those that each project ships, or else the text of its licence.
// The terms of Rust's own library are beside the compiler.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("..", import.meta.url));
const root = dirname(here);
const PROGRAMS = ["switchhook-desktop", "switchhook-cli"];
const TERMS = /^(licen[cs]e|copying|notice|unlicense|copyright)/i;
const STANDARD = {
  "Apache-2.0": "LICENSE-APACHE",
  "BSD-3-Clause": "packaging/terms/BSD-3-Clause.txt",
  MIT: "packaging/terms/MIT.txt",
  "MPL-2.0": "packaging/terms/MPL-2.0.txt",
};

function rust() {
  const host = /host: (\S+)/.exec(execFileSync("rustc", ["-vV"], { encoding: "utf8" }))[1];
  const words = ["metadata", "--locked", "--format-version", "1", "--filter-platform", host];
  const metadata = JSON.parse(execFileSync("cargo", words, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 28 }));
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const reached = new Set();
  const queue = metadata.packages.filter(({ name }) => PROGRAMS.includes(name)).map(({ id }) => id);
  while (queue.length > 0) {
    const id = queue.pop();
    if (reached.has(id)) continue;
    reached.add(id);
    // Dependencies that only build or test are left out.
    const inside = nodes.get(id).deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null));
    queue.push(...inside.map(({ pkg }) => pkg));
  }
  return metadata.packages
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
            authors: author(join(here, path)),
            folder: join(here, path),
          },
        ]
      : [],
  );
}

function author(folder) {
  const { author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return (typeof author === "object" ? author.name : author) ?? "";
}

/** The text of a licence, for a project that ships no terms. */
function standard(each) {
  const id = each.licence.split(/[^\w.-]+/).find((id) => id in STANDARD);
  if (!id) throw new Error(`${key(each)} ships no terms, and there is no text of ${each.licence} here.`);
  const authors = each.authors || `the authors of ${each.name}`;
  return readFileSync(join(root, STANDARD[id]), "utf8").replace("@AUTHORS@", authors);
}

/** The terms of Rust's standard library. */
function library() {
  const sysroot = execFileSync("rustc", ["--print", "sysroot"], { encoding: "utf8" }).trim();
  const page = readFileSync(join(sysroot, "share/doc/rust/COPYRIGHT-library.html"), "utf8");
  const signs = { amp: "&", lt: "<", gt: ">", quot: '"' };
  const text = page
    .replace(/<title>.*?<\/title>|<[^>]*>/gs, "")
    .replace(/&(?:#(\d+)|(\w+));/g, (sign, code, name) => (code ? String.fromCodePoint(code) : (signs[name] ?? sign)));
  return text
    .replace(/[^\S\n]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** The files that hold the terms of a project. */
const termsIn = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && TERMS.test(entry.name))
    .map(({ name }) => join(folder, name))
    .sort();

const key = ({ name, version }) => `${name} ${version}`;
const all = [...new Map([...rust(), ...page()].map((each) => [key(each), each])).values()];
all.sort((a, b) => (key(a) < key(b) ? -1 : 1));

// Many projects ship the same text, which is written once with all their names.
const texts = new Map();
const state = (project, terms) => {
  const text = terms.replaceAll("\r\n", "\n").trim();
  texts.set(text, [...(texts.get(text) ?? []), project]);
};
for (const each of all) {
  const files = termsIn(each.folder);
  for (const file of files) state(`${key(each)} (${basename(file)})`, readFileSync(file, "utf8"));
  if (files.length === 0) state(`${key(each)} (ships no text: ${each.licence})`, standard(each));
}
state("Rust's standard library", library());
const line = "=".repeat(78);
const list = all.map((each) => `${key(each)}: ${[each.licence, each.authors].filter(Boolean).join("; ")}`);
const stated = [...texts].map(([text, projects]) => `${line}\n${projects.join("\n")}\n${line}\n\n${text}\n`);
const lead =
  "What is compiled into Switchhook from other projects, and its terms. First each project with its licence;\nthen the texts as they ship them.\n";
const [file] = process.argv.slice(2);
writeFileSync(file, `${lead}\n${list.join("\n")}\n\n${stated.join("\n")}`);
