// The needs and the board as text for a message.
import type { BoardRow } from "../contract/BoardRow";
import type { Today } from "../contract/Today";
import { en } from "../messages/en";
import { count, dayAndTime, dayOfMonth, waitTime } from "../messages/format";
import { isStale } from "./age";
import { boardRows, firstOrder, openTickets } from "./board";

/** The facts of a row that are known, in words. */
function facts(row: BoardRow, now: number): string {
  const words = en.today.message;
  const tickets = openTickets(row.tickets);
  return [
    row.open === null ? en.today.notCounted : count(row.open),
    aboutOpen(row, now),
    row.wait && words.wait(waitTime(row.wait.minutes, !row.has_hours), row.has_hours),
    row.ratings && row.ratings.rated > 0 ? words.ratings(row.ratings.rated, row.ratings.low) : null,
    tickets ? words.tickets(tickets) : null,
  ]
    .filter((fact) => fact !== null)
    .join(", ");
}

/** The time of an old count, else the change of a new one with the time that it counts from. */
function aboutOpen(row: BoardRow, now: number): string | null {
  const { open_as_of: at, open_change: change } = row;
  const words = en.today.message;
  if (at !== null && isStale(row, at, now)) return words.counted(dayAndTime(at, now));
  return change && words.change(change.by, dayAndTime(change.since, now));
}

/** Direction marks around a name. A chat shows some of them as boxes, and Rust replaces them. */
const MARKS = /[\u2066-\u2069]/g;

/**
 * Returns the lines of the needs and the board, for a chat or a mail. They are plain sentences: a table would break in a
 * proportional font, and a mail shows the stars of Markdown. They name accounts, and no customer.
 */
export function message({ needs, other_needs: others, unknown, accounts }: Today, now: number): string[] {
  const { sentence, message: words } = en.today;
  const said = needs.map(({ name, need, since }) => `• ${name} ${sentence(need, since && dayAndTime(since, now))}`);
  const needed = [words.needs, ...said, ...(others > 0 ? [`• ${words.others(others)}`] : [])];
  const board = boardRows(accounts, null, firstOrder("open")).map((row) => `• ${words.row(row.name, facts(row, now))}`);
  const lines = [
    words.head(dayOfMonth(now)),
    "",
    ...(said.length > 0 ? needed : unknown === 0 ? [words.nobody] : []),
    ...(unknown > 0 ? [words.unknown(unknown)] : []),
    "",
    words.open,
    ...board,
  ];
  return lines.map((line) => line.replaceAll(MARKS, ""));
}
