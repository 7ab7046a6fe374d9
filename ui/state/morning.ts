// The needs and the board as text for a message.
import type { BoardRow } from "../contract/BoardRow";
import type { Today } from "../contract/Today";
import { en } from "../messages/en";
import { count, dayAndTime, dayOfMonth, waitTime } from "../messages/format";
import { openTickets } from "./board";

/** The facts of a row that are known, in words. */
function facts(row: BoardRow, now: number): string {
  const words = en.today.message;
  const change = changeText(row, now);
  const open = row.open === null ? en.today.notCounted : count(row.open);
  const tickets = openTickets(row.tickets);
  const wait = row.wait && waitTime(row.wait.minutes, !row.has_hours);
  return [
    change === null ? open : `${open} (${change})`,
    wait && words.wait(wait),
    row.ratings && row.ratings.rated > 0 ? words.ratings(row.ratings.rated, row.ratings.low) : null,
    tickets ? words.tickets(tickets) : null,
  ]
    .filter((fact) => fact !== null)
    .join(", ");
}

/** The change of a row with the time that it counts from, or null. */
function changeText({ open_change: change }: BoardRow, now: number): string | null {
  return change && `${en.today.changed(change.by)} ${en.today.since(dayAndTime(change.since, now))}`;
}

/** Returns the needs and the board as plain text for a chat or a mail. It names accounts, and no customer. */
export function message({ needs, other_needs: others, accounts }: Today, now: number): string {
  const words = en.today;
  const said = needs.map(
    ({ name, need, since }) => `• ${name} ${words.sentence(need, since && dayAndTime(since, now))}`,
  );
  const board = accounts.map((row) => `• ${words.message.row(row.name, facts(row, now))}`);
  return [
    words.message.head(dayOfMonth(now)),
    ...(said.length === 0
      ? [words.nobody]
      : [`${words.needs}:`, ...said, ...(others > 0 ? [words.others(others)] : [])]),
    "",
    `${words.message.open}:`,
    ...board,
  ].join("\n");
}
