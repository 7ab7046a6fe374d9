// The words of Today: who needs a person, and the board of all accounts.
import type { Need } from "../../contract/Need";
import type { PutOffFor } from "../../contract/PutOffFor";
import type { Column } from "../../state/board";
import { allOf, count, quoted } from "../format";

/** The sentence about a need, after the account's name. */
const sentence = (need: Need, since: string | null) => {
  if (need.kind === "reconnect")
    return since === null ? "no longer works. Connect it again." : `stopped working ${since}. Connect it again.`;
  const permissions = allOf(need.lacks.map(quoted));
  return need.lacks.length === 1 ? `lacks the permission ${permissions}.` : `lacks the permissions ${permissions}.`;
};

export const today = {
  title: "Today",
  accounts: (many: number) => (many === 1 ? "1 account" : `${count(many)} accounts`),
  updated: "updated longest ago:",
  needs: "Needs you",
  nobody: "No account needs you.",
  others: (many: number) =>
    many === 1 ? "1 more account needs you. Its row shows why." : `${count(many)} more needs. The rows show why.`,
  sentence,
  putOff: "Not now",
  putOffFor: { today: "Not today", week: "Not for a week" } satisfies Record<PutOffFor, string>,
  putOffCount: (many: number) => (many === 1 ? "You put 1 off." : `You put ${count(many)} off.`),
  showAgain: "Show again",
  /** The button of each need. */
  help: { reconnect: "Reconnect", permissions: "Fix…" } satisfies Record<Need["kind"], string>,
  board: "All accounts",
  everyone: "Everyone",
  byTag: "Accounts with a tag",
  tagged: (tag: string, many: number) => `${tag} ${count(many)} ${many === 1 ? "account" : "accounts"}`,
  column: { name: "Account", open: "Open", change: "Change", course: "30 days" } satisfies Record<
    Column | "course",
    string
  >,
  sortedUp: "sorted, lowest first",
  sortedDown: "sorted, highest first",
  notCounted: "not counted yet",
  openSays: (age: string | null) => (age === null ? "Open conversations" : `Open conversations, counted ${age}`),
  changed: (by: number) => (by === 0 ? "0" : `${by > 0 ? "+" : "−"}${count(Math.abs(by))}`),
  since: (time: string) => `since ${time}`,
  courseSays: (least: number, most: number) =>
    `Open conversations of the last 30 days, between ${count(least)} and ${count(most)}`,
  copy: "Copy as message",
  copied: "Copied",
  said: "The message is on your clipboard.",
  message: {
    head: (day: string) => `Today, ${day}`,
    open: "Open conversations",
    row: (name: string, open: string, change: string | null) =>
      `${name}: ${open}${change === null ? "" : ` (${change})`}`,
  },
};
