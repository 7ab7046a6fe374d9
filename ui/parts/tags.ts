/** Adds what was typed, once; commas divide several. */
export function withTag(tags: string[], typed: string): string[] {
  const added = typed.split(",").map((tag) => tag.trim());
  return [...new Set([...tags, ...added.filter(Boolean)])];
}
