import { eachOnce, searchKey } from "./names";

/** Adds the typed tags, each once. Commas divide several. */
export function withTag(tags: string[], typed: string): string[] {
  const added = typed.split(",").map((tag) => tag.trim());
  return eachOnce([...tags, ...added.filter(Boolean)]);
}

/** The known tags that match the typed text. Those that begin with it come first. */
export function meant(known: string[], typed: string): string[] {
  const part = searchKey(typed.trim());
  const holding = known.filter((tag) => searchKey(tag).includes(part));
  const begins = (tag: string) => searchKey(tag).startsWith(part);
  return part === "" ? known : [...holding.filter(begins), ...holding.filter((tag) => !begins(tag))];
}

/** The typed tags, each with its known spelling. */
export function spelled(known: string[], typed: string): string[] {
  const spelling = new Map(known.map((tag) => [searchKey(tag), tag]));
  return withTag([], typed).map((tag) => spelling.get(searchKey(tag)) ?? tag);
}
