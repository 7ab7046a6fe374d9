// Rows of a board, for the tests.
import type { BoardRow } from "../contract/BoardRow";

export const NOW = new Date(2026, 11, 2, 9, 0).getTime();
const HOUR = 3_600_000;
export const ago = (hours: number) => new Date(NOW - hours * HOUR).toISOString();

export const row = (name: string, open: number | null, by: number | null, more: Partial<BoardRow> = {}): BoardRow => ({
  id: name,
  name,
  tags: [],
  kind: "app",
  status: "connected",
  open,
  open_as_of: open === null ? null : ago(0),
  open_failed: false,
  open_change: by === null ? null : { by, since: ago(24) },
  open_course: [],
  unassigned: null,
  with_fin: null,
  wait: null,
  wait_as_of: null,
  ratings: null,
  tickets: null,
  has_hours: false,
  ...more,
});
