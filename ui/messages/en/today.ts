// The words of Today: who needs a person, and the board of all accounts.
import type { AccountThresholds } from "../../contract/AccountThresholds";
import type { Need } from "../../contract/Need";
import type { PutOffFor } from "../../contract/PutOffFor";
import type { Column } from "../../state/board";
import type { Threshold } from "../../state/thresholds";
import { allOf, count, quoted, waitTime, weekday } from "../format";

const plural = (many: number, one: string, more: string) => `${count(many)} ${many === 1 ? one : more}`;

/** The sentence about a need, after the account's name. `since` is the moment of the need, in words. */
const sentence = (need: Need, since: string | null): string => {
  switch (need.kind) {
    case "reconnect":
      return since === null ? "no longer works. Connect it again." : `stopped working ${since}. Connect it again.`;
    case "waiting": {
      const conversations = plural(need.count, "conversation that waits", "conversations that wait");
      const working = need.working ? " of working time" : "";
      return `has ${conversations} longer than ${waitTime(need.minutes, false)}${working}${since === null ? "" : ` (counted ${since})`}.`;
    }
    case "low_ratings": {
      const remarks = need.with_remark ? `, ${count(need.with_remark)} with a remark` : "";
      const from = since === null ? "" : ` since ${since}`;
      return `got ${plural(need.low, "low rating", "low ratings")} of ${count(need.rated)}${from}${remarks}.`;
    }
    case "busy_day": {
      const day = weekday(need.day);
      return `got ${plural(need.count, "new conversation", "new conversations")} on ${day}. Usual for a ${day}: ${count(need.usual)}.`;
    }
    case "hand_overs": {
      const day = weekday(need.day);
      return `got ${plural(need.count, "conversation", "conversations")} of ${day} from Fin. Usual for a ${day}: ${count(need.usual)}.`;
    }
    case "permissions": {
      const permissions = allOf(need.lacks.map(quoted));
      return need.lacks.length === 1 ? `lacks the permission ${permissions}.` : `lacks the permissions ${permissions}.`;
    }
  }
};

const SHOW = "Show";

export const today = {
  title: "Today",
  accounts: (many: number) => (many === 1 ? "1 account" : `${count(many)} accounts`),
  /** The button that refreshes all accounts. It shows how many are done, and stops. */
  refresh: {
    start: "Refresh all",
    progress: (done: number, of: number) => `${count(done)} of ${count(of)}`,
    stopping: "Stopping…",
    stop: "Stop the refresh",
    stopAt: (done: number, of: number) => `Stop the refresh: ${count(done)} of ${count(of)}`,
  },
  nextReading: (time: string) => `next reading ${time}`,
  needs: "Needs you",
  nobody: "No account needs you.",
  others: (many: number) => (many === 1 ? "1 more need is less urgent." : `${count(many)} more needs are less urgent.`),
  oldest: "oldest reading",
  showAll: "Show all",
  showFewer: "Show fewer",
  unknown: (many: number) =>
    many === 1
      ? "1 account has no current reading, so it may need you."
      : `${count(many)} accounts have no current reading, so they may need you.`,
  readNow: "Read now",
  sentence,
  putOff: "Not now",
  putOffFor: { today: "Not today", week: "Not for a week" } satisfies Record<PutOffFor, string>,
  putOffCount: (many: number) => (many === 1 ? "You put 1 need off." : `You put ${count(many)} needs off.`),
  showAgain: "Show again",
  shownAgain: "Every need is shown again.",
  /** The button of each need. */
  help: {
    reconnect: "Reconnect",
    waiting: SHOW,
    low_ratings: SHOW,
    busy_day: SHOW,
    hand_overs: SHOW,
    permissions: "Fix…",
  } satisfies Record<Need["kind"], string>,
  threshold: {
    change: "Change the threshold…",
    label: {
      wait_minutes: "Tell me when a conversation waits longer than",
      low_ratings: "Tell me at this many low ratings",
      busy_percent: "Tell me when yesterday’s new conversations reach this much of the usual",
      hand_over_percent: "Tell me when yesterday’s hand-overs reach this much of the usual",
    } satisfies Record<keyof AccountThresholds, string>,
    unit: { hours: "hours", ratings: "ratings", percent: "%" } satisfies Record<Threshold["unit"], string>,
    working: "hours of working time",
    save: "Save",
    cancel: "Cancel",
    /** The limits of a number that was refused. Working time has no days. */
    wrong: (unit: Threshold["unit"], working: boolean) =>
      ({
        hours: `Give the hours, from 15 minutes to ${working ? "720 hours" : "30 days"}: 1.5 is an hour and a half.`,
        ratings: "Give a whole number from 1 to 1,000.",
        percent: "Give a whole number from 101 to 1,000: 200 is twice the usual.",
      })[unit],
    saved: "The threshold is saved.",
  },
  morning: {
    question: "Read your figures each morning at 8:45?",
    explained: "Switchhook then starts at login, in the background. It reads only while your keyring is unlocked.",
    yes: "Yes, each morning",
    no: "No",
  },
  board: "All accounts",
  all: "All",
  byTag: "Accounts with a tag",
  tagged: (tag: string, many: number) => `${tag} ${count(many)} ${many === 1 ? "account" : "accounts"}`,
  column: {
    name: "Account",
    open: "Open",
    change: "Change",
    course: "30 days",
    wait: "Longest wait",
    ratings: "Ratings",
    tickets: "Open tickets",
  } satisfies Record<Column | "course", string>,
  sortedUp: "sorted, lowest first",
  sortedDown: "sorted, highest first",
  notCounted: "not counted yet",
  openSays: (age: string | null, unassigned: number | null, withFin: number | null) =>
    [
      age === null ? "Open conversations" : `Open conversations, counted ${age}`,
      unassigned === null ? null : `${count(unassigned)} unassigned`,
      withFin ? `${count(withFin)} more with Fin` : null,
    ]
      .filter((part) => part !== null)
      .join(" · "),
  changed: (by: number) => (by === 0 ? "0" : `${by > 0 ? "+" : "−"}${count(Math.abs(by))}`),
  since: (time: string) => `since ${time}`,
  courseSays: (least: number, most: number) =>
    `Open conversations of the last 30 days, between ${count(least)} and ${count(most)}`,
  nobodyWaits: "none",
  /** `calendar`: the wait in calendar time, where the cell shows working time. */
  waitSays: (since: string, calendar: string | null, age: string | null) =>
    [
      calendar === null ? `Waits since ${since}` : `Waits since ${since}: ${calendar} in calendar time`,
      age === null ? null : `read ${age}`,
    ]
      .filter((part) => part !== null)
      .join(" · "),
  /** The number of ratings comes last, so that it ends where those of other rows do. */
  ratings: (rated: number, low: number) => (low === 0 ? count(rated) : `${count(low)} low · ${count(rated)}`),
  ratingsSay: (since: string, remarks: number | null, age: string) =>
    `Ratings since ${since}${remarks ? `, ${count(remarks)} of the low ones with a remark` : ""} · counted ${age}`,
  ticketsSay: (customer: number, backOffice: number, tracker: number, age: string) =>
    `${count(customer)} customer, ${count(backOffice)} back-office, ${count(tracker)} tracker · counted ${age}`,
  copy: "Copy as message",
  copied: "Copied",
  said: "The message is on your clipboard.",
  export: "Export",
  exported: (file: string) => `The board is in ${file}.`,
  message: {
    head: (day: string) => `Today, ${day}`,
    needs: "Needs attention:",
    nobody: "No account needs attention.",
    others: (many: number) => (many === 1 ? "and 1 more need" : `and ${count(many)} more needs`),
    open: "Open conversations:",
    change: (by: number, since: string) => `${by === 0 ? "unchanged" : today.changed(by)} since ${since}`,
    counted: (time: string) => `counted ${time}`,
    row: (name: string, facts: string) => `${name}: ${facts}`,
    wait: (time: string, working: boolean) => `longest wait ${time}${working ? " of working time" : ""}`,
    unknown: (many: number) =>
      many === 1 ? "1 account has no current reading." : `${count(many)} accounts have no current reading.`,
    ratings: (rated: number, low: number) =>
      low === 0 ? plural(rated, "rating", "ratings") : `${count(low)} of ${plural(rated, "rating", "ratings")} low`,
    tickets: (many: number) => plural(many, "open ticket", "open tickets"),
  },
};
