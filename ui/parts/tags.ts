import { eachOnce, searchKey } from "./names";

/** Adds what was typed, once; commas divide several. */
export function withTag(tags: string[], typed: string): string[] {
  const added = typed.split(",").map((tag) => tag.trim());
  return eachOnce([...tags, ...added.filter(Boolean)]);
}

/** The known tags that what was typed may mean, those that begin with it first. */
export function meant(known: string[], typed: string): string[] {
  const part = searchKey(typed.trim());
  const holding = known.filter((tag) => searchKey(tag).includes(part));
  const begins = (tag: string) => searchKey(tag).startsWith(part);
  return part === "" ? known : [...holding.filter(begins), ...holding.filter((tag) => !begins(tag))];
}

/** The tags typed, each with the spelling it is known by. */
export function spelled(known: string[], typed: string): string[] {
  const spelling = new Map(known.map((tag) => [searchKey(tag), tag]));
  return withTag([], typed).map((tag) => spelling.get(searchKey(tag)) ?? tag);
}
