// How each number is counted: what it is, where it comes from, and what is left out.
import type { FigureName } from "../../contract/FigureName";
import type { Column } from "../../state/board";
import { figureName } from "./common";

/** The explanation of one number. */
export type Counting = { name: string; is: string; from: string; without?: string };

const search = (things: "conversations" | "tickets") => `Intercom’s search, POST /${things}/search`;
const list = (path: string) => `Intercom’s list, GET /${path}`;
const HISTORY = "Switchhook’s own readings, kept on this computer";
const CONVERSATIONS = search("conversations");
const TICKETS = search("tickets");

const BY_FIN =
  "Conversations that Fin is answering. Fin takes part in them, no teammate or team has them, and Fin did not hand them over.";
const NOT_WAITING = "Conversations that wait for the customer, and those that Fin is answering.";
const WAIT_FROM = `${CONVERSATIONS}, by “waiting since”`;
const RESOLVED = "Resolved ones.";

const open: Counting = {
  name: "Open",
  is: "Open conversations for a person.",
  from: CONVERSATIONS,
  without: `${BY_FIN} Snoozed ones are not open.`,
};

/** The explanation of each figure of an account. */
const figures = {
  conversations_open: open,
  conversations_unassigned: {
    name: figureName.conversations_unassigned,
    is: "Open conversations for a person that no teammate has. A team may have them.",
    from: CONVERSATIONS,
    without: BY_FIN,
  },
  conversations_all_open: {
    name: "With Fin",
    is: "All open conversations, minus those for a person.",
    from: CONVERSATIONS,
  },
  conversations_snoozed: {
    name: figureName.conversations_snoozed,
    is: "Conversations that a teammate has hidden until later.",
    from: CONVERSATIONS,
    without: "Open and closed ones.",
  },
  conversations_closed: {
    name: "Closed conversations",
    is: "Closed conversations of all time.",
    from: CONVERSATIONS,
  },
  contacts: { name: figureName.contacts, is: "Users and leads.", from: list("contacts") },
  companies: {
    name: figureName.companies,
    is: "Companies with at least one contact. The list reportedly stops at 10,000.",
    from: list("companies"),
    without: "Companies without a contact.",
  },
  teammates: { name: figureName.teammates, is: "Teammates of the workspace.", from: list("admins") },
  teams: { name: figureName.teams, is: "Teams of the workspace.", from: list("teams") },
  tags: { name: figureName.tags, is: "Tags of the workspace, not those of Switchhook.", from: list("tags") },
  articles: { name: figureName.articles, is: "Articles, with drafts.", from: list("articles") },
  tickets: { name: figureName.tickets, is: "Tickets of all three categories, in any state.", from: TICKETS },
  tickets_customer: {
    name: figureName.tickets_customer,
    is: "Customer tickets that are open.",
    from: TICKETS,
    without: RESOLVED,
  },
  tickets_back_office: {
    name: figureName.tickets_back_office,
    is: "Tickets between teams that are open.",
    from: TICKETS,
    without: RESOLVED,
  },
  tickets_tracker: {
    name: figureName.tickets_tracker,
    is: "Open tickets that gather others with one cause.",
    from: TICKETS,
    without: RESOLVED,
  },
} satisfies Record<FigureName, Counting>;

const usual: Counting = {
  name: "Usual",
  is: "The median of the same weekday in the eight weeks before, from three weeks on.",
  from: HISTORY,
};

const longest = "It counts working time once you say when the team works, and calendar time before.";

/** The explanation of each column of the board. */
const board = {
  open,
  change: {
    name: "Change",
    is: "The newest count minus the one that lies closest to a day before it.",
    from: HISTORY,
    without: "Accounts without a reading of the last 30 hours that is an hour older than the newest.",
  },
  course: {
    name: "30 days",
    is: "The last count of open conversations of each day.",
    from: HISTORY,
    without: "Days without a reading. They leave a gap.",
  },
  wait: {
    name: "Longest wait",
    is: `The open conversation that waits longest for a person’s reply. ${longest}`,
    from: WAIT_FROM,
    without: NOT_WAITING,
  },
  ratings: {
    name: "Ratings",
    is: "Customers’ ratings since yesterday began, in the account’s time zone. Low means 1 or 2 of 5.",
    from: `${CONVERSATIONS}, by the time of the rating`,
    without: "Ratings of Fin.",
  },
  tickets: {
    name: "Open tickets",
    is: "Open tickets of all three categories: customer, back-office and tracker.",
    from: TICKETS,
    without: RESOLVED,
  },
} satisfies Record<Exclude<Column, "name"> | "course", Counting>;

export const counted = {
  title: "How is this counted?",
  label: (of: string) => `How is this counted? ${of}`,
  source: "Source:",
  leftOut: "Left out:",
  figures,
  /** The longest wait on an account's page, which is calendar time. */
  waiting: {
    name: "Waiting longest",
    is: "The open conversation that waits longest for a person’s reply, in calendar time.",
    from: WAIT_FROM,
    without: NOT_WAITING,
  } satisfies Counting,
  board,
  needs: [
    { name: "Reconnect", is: "Intercom refused the account’s token.", from: "Intercom’s answer to the last check" },
    {
      name: "Waits",
      is: "Conversations that wait longer than the threshold: a day or a working day, unless you change it.",
      from: WAIT_FROM,
      without: NOT_WAITING,
    },
    { ...board.ratings, is: `${board.ratings.is} One low rating is enough, unless you change the threshold.` },
    {
      name: "Far above the usual",
      is: "Yesterday’s new conversations, or Fin’s hand-overs, from 150 % of the usual and by more than chance gives.",
      from: CONVERSATIONS,
    },
    usual,
    {
      name: "Permission",
      is: "Intercom refused figures, because the app may not read them.",
      from: "Intercom’s answers to the last reading",
    },
    {
      name: "Order",
      is: "At most five needs, the most urgent first. The others are counted.",
      from: HISTORY,
      without: "Needs that you put off. A dead token hides its account’s other needs, since their numbers are old.",
    },
  ] satisfies Counting[],
  lowRatings: [
    {
      name: "Low ratings",
      is: "The newest ratings of 1 or 2 of 5 since yesterday, at most ten. Open the conversation to read the remark.",
      from: `${CONVERSATIONS}, by the time of the rating`,
      without: "Remarks: Switchhook keeps none. Ratings of Fin.",
    },
  ] satisfies Counting[],
  load: [
    { ...open, is: "Open conversations for a person, read page by page when you look." },
    {
      name: "Unassigned",
      is: "Those without a teammate. A team may have them.",
      from: CONVERSATIONS,
    },
    {
      name: "Longest wait",
      is: `By Intercom’s “waiting since”. ${longest}`,
      from: CONVERSATIONS,
      without: "Conversations that wait for the customer.",
    },
    { name: "Away", is: "A teammate whom Intercom shows as away.", from: list("admins") },
  ] satisfies Counting[],
  days: [
    {
      name: "New",
      is: "Conversations that began on the day, in the account’s time zone. One search counts each day, once, after the day.",
      from: CONVERSATIONS,
    },
    usual,
  ] satisfies Counting[],
  fin: [
    {
      name: "Took part",
      is: "Conversations of the time in which Fin took part, counted once after each day.",
      from: CONVERSATIONS,
      without: "Changes that came after the count.",
    },
    { name: "Resolved", is: "The customer said so, or left after Fin’s answer.", from: CONVERSATIONS },
    { name: "Handed over", is: "Fin gave the conversation to a person, or a procedure did.", from: CONVERSATIONS },
    { name: "Not content", is: "The customer’s last word on Fin’s answer was negative.", from: CONVERSATIONS },
  ] satisfies Counting[],
};
