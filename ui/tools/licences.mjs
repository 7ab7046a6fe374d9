// Writes ui/licences.json: the parts of the app with name, version and licence. Cargo lists Rust's part, the lock file lists
// the page's.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const here = new URL("..", import.meta.url);

function rust() {
  // For every supported system, so that the list is the same on each of them.
  const words = [
    "tree",
    "--locked",
    "--package",
    "switchhook-desktop",
    "--edges",
    "normal",
    "--target",
    "all",
    "--prefix",
    "none",
    "--format",
    "{p}|{l}",
  ];
  const output = execFileSync("cargo", words, { cwd: new URL("..", here), encoding: "utf8" });
  return output.split("\n").flatMap((line) => {
    const [, name, version, licence] = /^(\S+) v(\S+?)(?: \([^)]*\))?\|(.*?)(?: \(\*\))?$/.exec(line) ?? [];
    return name && !name.startsWith("switchhook") ? [{ name, version, licence }] : [];
  });
}

function page() {
  const { packages } = JSON.parse(readFileSync(new URL("package-lock.json", here), "utf8"));
  return Object.entries(packages).flatMap(([path, { version, license, dev }]) =>
    path && !dev ? [{ name: path.replace(/^.*node_modules\//, ""), version, licence: license }] : [],
  );
}

const all = [...rust(), ...page()];
const known = new Map(all.map((each) => [`${each.name} ${each.version}`, each]));
const sorted = [...known.values()].sort((a, b) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1,
);
const lines = sorted.map((each) => `  ${JSON.stringify(each)}`);
writeFileSync(new URL("licences.json", here), `[\n${lines.join(",\n")}\n]\n`);
