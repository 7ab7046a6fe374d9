/** The index that a key leads to, or null if the key does not move. From none (-1), up leads to the end. */
export function step(key: string, now: number, count: number, page: number): number | null {
  const to: Record<string, number> = {
    ArrowDown: now + 1,
    ArrowUp: now < 0 ? count - 1 : now - 1,
    PageDown: now + page,
    PageUp: now - page,
    Home: 0,
    End: count - 1,
  };
  const wanted = Object.hasOwn(to, key) ? to[key] : undefined;
  return wanted === undefined || count === 0 ? null : Math.min(Math.max(wanted, 0), count - 1);
}
