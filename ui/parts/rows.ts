// Only the rows near the visible part exist; every row is equally high, so their places are plain sums.

/** In pixels, as the tokens --row and --group-heading say. */
export const ROW = 52;
export const HEADING = 34;
const SPARE = 8;

export type View = { top: number; height: number };
export type Slice = { first: number; last: number };

/** Where each group begins, and where the last one ends. */
export function groupTops(counts: number[]): number[] {
  const tops = [0];
  for (const count of counts) tops.push((tops.at(-1) ?? 0) + HEADING + count * ROW);
  return tops;
}

/** The rows of a group to draw, `last` excluded, with a few spare ones on both sides. */
export function slice(count: number, groupTop: number, view: View): Slice {
  const above = Math.floor((view.top - groupTop - HEADING) / ROW) - SPARE;
  const below = Math.ceil((view.top + view.height - groupTop - HEADING) / ROW) + SPARE;
  const first = Math.min(Math.max(above, 0), count);
  return { first, last: Math.min(Math.max(below, first), count) };
}

/** The scroll position that shows a row whole, below the heading that sticks; unchanged when it shows already. */
export function reveal(rowTop: number, view: View): number {
  if (rowTop - HEADING < view.top) return rowTop - HEADING;
  if (rowTop + ROW > view.top + view.height) return rowTop + ROW - view.height;
  return view.top;
}
