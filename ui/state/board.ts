// The board of all accounts: its order, and the lines of its courses.
import type { BoardRow } from "../contract/BoardRow";
import type { OpenTickets } from "../contract/OpenTickets";
import { sameName } from "../parts/names";
import { collator } from "./sort";

export const COLUMNS = ["name", "open", "change", "wait", "ratings", "tickets"] as const;
export type Column = (typeof COLUMNS)[number];
export type BoardOrder = { by: Column; down: boolean };

/** Names begin with A, numbers with the highest. */
export const firstOrder = (by: Column): BoardOrder => ({ by, down: by !== "name" });

/** Returns the rows with the tag, or all for null, in order. Sandbox accounts and rows without a number come last either way. */
export function boardRows(rows: readonly BoardRow[], tag: string | null, { by, down }: BoardOrder): BoardRow[] {
  const shown = tag === null ? rows : rows.filter(({ tags }) => tags.some((each) => sameName(each, tag)));
  const byName = (a: BoardRow, b: BoardRow) => collator.compare(a.name, b.name);
  const value = numberOf(by);
  return shown.toSorted((a, b) => {
    const last = Number(a.kind === "sandbox") - Number(b.kind === "sandbox");
    if (last !== 0) return last;
    if (by === "name") return down ? byName(b, a) : byName(a, b);
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || byName(a, b);
    return (down ? right - left : left - right) || byName(a, b);
  });
}

/** The number by which a column sorts, or null where it is unknown. Low ratings count before all ratings. */
function numberOf(by: Column): (row: BoardRow) => number | null {
  switch (by) {
    case "wait":
      return ({ wait, wait_as_of }) => wait?.minutes ?? (wait_as_of === null ? null : 0);
    case "ratings":
      return ({ ratings }) => ratings && ratings.low * 1e6 + ratings.rated;
    case "tickets":
      return ({ tickets }) => openTickets(tickets);
    case "change":
      return ({ open_change: change }) => change?.by ?? null;
    default:
      return ({ open }) => open;
  }
}

/** The open tickets of all categories, or null where they are unknown. */
export const openTickets = (tickets: OpenTickets | null) =>
  tickets && tickets.customer + tickets.back_office + tickets.tracker;

/** The points of a course in a box of this size. A day without a count breaks the line, so each unbroken part is one line. */
export function lines(course: readonly (number | null)[], width: number, height: number): string[] {
  const known = course.filter((each) => each !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const y = (value: number) => (most === least ? height / 2 : height - ((value - least) / (most - least)) * height);
  const x = (day: number) => (day / (course.length - 1)) * width;
  const parts: string[][] = [[]];
  for (const [day, value] of course.entries()) {
    if (value === null) parts.push([]);
    else parts.at(-1)?.push(`${round(x(day))},${round(y(value))}`);
  }
  return parts.filter((part) => part.length > 0).map((part) => part.join(" "));
}

const round = (value: number) => Math.round(value * 10) / 10;
