// The places of rows. Only the rows near the visible part exist, and all are equally high, so their places are plain sums.

/** Heights in pixels, as in the tokens --row and --group-heading. Larger text makes both higher. */
export type Heights = { row: number; heading: number };
export const HEIGHTS: Heights = { row: 44, heading: 34 };
const SPARE = 8;

export type View = { top: number; height: number };
export type Slice = { first: number; last: number };

/** The top of each group, and the end of the last one. `bare`: the first group shows no heading, so its rows begin at the top. */
export function groupTops(counts: number[], { row, heading }: Heights, bare = false): number[] {
  const tops = [bare ? -heading : 0];
  for (const count of counts) tops.push((tops.at(-1) ?? 0) + heading + count * row);
  return tops;
}

/** The rows of a group to draw, without `last`, with a few more on both sides. */
export function slice(count: number, groupTop: number, view: View, { row, heading }: Heights): Slice {
  const above = Math.floor((view.top - groupTop - heading) / row) - SPARE;
  const below = Math.ceil((view.top + view.height - groupTop - heading) / row) + SPARE;
  const first = Math.min(Math.max(above, 0), count);
  return { first, last: Math.min(Math.max(below, first), count) };
}

/** The scroll position that shows a row whole, below the sticky heading. It stays the same if the row is in sight. */
export function reveal(rowTop: number, view: View, { row, heading }: Heights): number {
  if (rowTop - heading < view.top) return rowTop - heading;
  if (rowTop + row > view.top + view.height) return rowTop + row - view.height;
  return view.top;
}
