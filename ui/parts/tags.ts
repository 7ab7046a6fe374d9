/** Adds what was typed, once; commas divide several. */
export function withTag(tags: string[], typed: string): string[] {
  const added = typed.split(",").map((tag) => tag.trim());
  return [...new Set([...tags, ...added.filter(Boolean)])];
}

/** The known tags that what was typed may mean, those that begin with it first. */
export function meant(known: string[], typed: string): string[] {
  const part = typed.trim().toLowerCase();
  const holding = known.filter((tag) => tag.toLowerCase().includes(part));
  const begins = (tag: string) => tag.toLowerCase().startsWith(part);
  return part === "" ? known : [...holding.filter(begins), ...holding.filter((tag) => !begins(tag))];
}

/** The tags typed, each with the spelling it is known by. */
export function spelled(known: string[], typed: string): string[] {
  const spelling = new Map(known.map((tag) => [tag.toLowerCase(), tag]));
  return withTag([], typed).map((tag) => spelling.get(tag.toLowerCase()) ?? tag);
}
