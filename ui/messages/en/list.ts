// The words of the list: search, filters, order, rows and the bar of a selection.
import type { LinkHandler } from "../../contract/LinkHandler";
import type { Stage } from "../../contract/Stage";
import type { Status } from "../../contract/Status";
import type { Sort } from "../../state/sort";
import { allOf, count, quoted } from "../format";
import { isStatus, status } from "./common";

/** The order of the list, beside its heading. The order by name needs no note. */
const orderNote = {
  open: "most open",
  status: "problems first",
  checked: "last updated",
  connected: "last connected",
} satisfies Record<Exclude<Sort, "name">, string>;

type Sought = { query: string; tag: string | null; status: Status | null };

const attemptRow = {
  awaiting: "waiting",
  exchanging: "getting the token…",
  identifying: "identifying the workspace…",
  unsaved: "not saved yet",
  connected: "connected",
  already_connected: "connected again",
  unverified: "workspace unknown",
  refused: "another workspace",
  denied: "not authorized",
  failed: "failed",
  expired: "not finished in time",
  cancelled: "cancelled",
  interrupted: "interrupted",
} satisfies Record<Stage, string>;

export const list = {
  label: "Accounts",
  search: "Search accounts",
  clear: "Clear search",
  tags: "Filter by tag",
  more: "More",
  moreTags: "More tags",
  accounts: "Accounts",
  connecting: "Connecting",
  pinned: "Pinned",
  stopped: "Not finished",
  nothing: ({ query, tag, status: wanted }: Sought) =>
    `No account ${allOf([
      query.trim() ? `matches ${quoted(query.trim())}` : null,
      tag === null ? null : `has the tag ${quoted(tag)}`,
      wanted === null ? null : isStatus[wanted](1),
    ])}.`,
  /** How many accounts the search and the filters leave, and by which filters. */
  found: (found: number, all: number, { tag, status: wanted }: Sought) =>
    [`${count(found)} of ${count(all)}`, wanted === null ? null : status[wanted], tag === null ? null : quoted(tag)]
      .filter(Boolean)
      .join(" · "),
  said: (summary: string) => `Accounts: ${summary}`,
  backTo: "All accounts",
  showAll: "Show all",
  filters: "Filters",
  status: "Status",
  anyStatus: "Any status",
  statusIs: (word: string | null) => (word === null ? "Status: any" : `Status: ${word}`),
  sort: {
    name: "Name",
    open: "Open conversations",
    status: "Status",
    checked: "Last updated",
    connected: "Last connected",
  } satisfies Record<Sort, string>,
  sortBy: "Sort by",
  sortedBy: (word: string) => `Sort by: ${word}`,
  /** Beside the heading. Nothing for the order by name. */
  inOrder: (sort: Sort) => (sort === "name" ? "" : orderNote[sort]),
  chosen: (many: number) => `${count(many)} selected`,
  chosenLabel: "Selected accounts",
  choose: "Select",
  refreshAll: "Refresh all accounts",
  refreshingAlready: "Switchhook is refreshing accounts",
  refreshing: "Refreshing accounts",
  refreshed: (done: number, of: number) => `Refreshing… ${count(done)} of ${count(of)}`,
  refresh: "Refresh",
  refreshTitle: "Refresh the selected accounts",
  tag: "Tag…",
  forget: "Remove…",
  deselect: "Deselect",
  unidentified: "not identified yet",
  /** A row's number as a screen reader says it, with its age if it is old. */
  openWithAge: (conversations: number, age: string | null) =>
    [`${count(conversations)} open`, age].filter(Boolean).join(", "),
  /** The meaning of a row's number, and its time. */
  openAsOf: (conversations: number, time: string) => `${count(conversations)} open conversations, ${time}`,
  attempt: attemptRow,
  waiting: (left: string) => `waiting · ${left} left`,
  waitingSince: (time: string, left: string) => `started ${time} · ${left} left`,
  attemptOf: (word: string, time: string) => `${word} · started ${time}`,
};

/** The notice about the program that opens Switchhook's links. */
export const links = {
  notice: (handler: LinkHandler) => {
    const opens = {
      ours: "Switchhook opens its own links.",
      unknown: "Switchhook doesn’t know which program opens its links.",
      nobody: "No program opens Switchhook’s links.",
      other_copy: "Another copy of Switchhook opens its links.",
      other: handler.kind === "other" ? `${quoted(handler.name)} opens Switchhook’s links.` : "",
    } satisfies Record<LinkHandler["kind"], string>;
    return `${opens[handler.kind]} Your browser can’t return here by itself. You can paste the address instead.`;
  },
  claim: "Let Switchhook open them",
  notNow: "Not now",
};
