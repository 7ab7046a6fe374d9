// The words of an account's page: status, figures, permissions and facts.
import type { Failure } from "../../contract/Failure";
import type { FigureName } from "../../contract/FigureName";
import type { Status } from "../../contract/Status";
import { allOf, count, quoted } from "../format";
import { paragraph } from "../problems";
import { figureName } from "./common";

/** Says why an account is not connected, and what helps. */
export const statusNotice = {
  connected: null,
  limited: "Intercom answers, but the app can’t read everything in this workspace.",
  needs_reconnect: "The token no longer works. Reconnect the account. It keeps its name and tags.",
  unreachable: "Switchhook couldn’t reach Intercom. This page shows what Intercom answered last.",
  unverified: "Switchhook saved the account, but Intercom hasn’t said which workspace it is. Refresh to ask again.",
  disabled: "This account is disabled, so Switchhook doesn’t refresh it. Its token stays here, encrypted.",
} satisfies Record<Status, string | null>;

export const account = {
  through: {
    app: (name: string) => `through ${quoted(name)}`,
    token: "through your own token",
    sandbox: "through the sandbox",
  },
  updated: "updated",
  neverUpdated: "not updated yet",
  refresh: "Refresh",
  more: "More actions",
  rename: "Rename…",
  editTags: "Edit tags…",
  pin: "Pin to the top",
  unpin: "Unpin",
  reconnect: "Reconnect",
  disable: "Disable",
  enable: "Enable",
  forget: "Remove from this computer…",
  uninstall: "Uninstall from Intercom…",
  workspace: "Workspace",
  source: "as Intercom reports it",
  facts: {
    admin: "Teammate",
    region: "Region",
    timezone: "Time zone",
    created: "Created",
    name: "Name",
    connected: "Connected",
  },
  verified: "Email verified",
  emailWarning: (email: string) => `Not verified by Intercom. ${quoted(email)} may not be theirs.`,
  since: "First failed",
  open: "Open in Intercom",
  openSandbox: "Open the sandbox",
  onlyTag: (tag: string) => `Show only accounts tagged ${quoted(tag)}`,
};

export const figures = {
  title: "Figures",
  /** The figures that move, in a row. */
  main: ["conversations_open", "conversations_snoozed", "tickets"] satisfies FigureName[],
  /** The others, in a card. */
  others: [
    "contacts",
    "companies",
    "teammates",
    "teams",
    "tags",
    "articles",
    "conversations_closed",
    "tickets_customer",
    "tickets_back_office",
    "tickets_tracker",
  ] satisfies FigureName[],
  othersTitle: "People and content",
  name: figureName,
  /** The name of a figure in the card of the others. */
  lineName: { ...figureName, conversations_closed: "Closed conversations" },
  /** One figure, as it is copied. */
  said: (name: string, number: number) => `${name}: ${count(number)}`,
  /** One figure with its age, as a screen reader says it. */
  saidWithAge: (name: string, number: number | null, age: string | null) =>
    [number === null ? `${name}: no number yet` : figures.said(name, number), age].filter(Boolean).join(", "),
  /** Below a number: the things that it counts. */
  counts: {
    contacts: "users and leads",
    tickets: "in any state",
    conversations_snoozed: "hidden until later",
  },
  /** Below the open conversations: how many have no teammate, and how many further ones are open because Fin answers them. */
  openParts: (unassigned: number | null, withFin: number | null) =>
    [
      unassigned === null ? null : `${count(unassigned)} unassigned`,
      withFin === null ? null : `${count(withFin)} more with Fin`,
    ]
      .filter((part) => part !== null)
      .join(" · "),
  waiting: {
    title: "Waiting longest",
    since: (time: string) => `since ${time}`,
    none: "no customer waits",
    /** The value as a screen reader says it, which leads to the team. */
    said: (how: string) => `Waiting longest: ${how}. Show the team`,
    unknown: "no time yet",
  },
  needs: (permission: string) => `needs ${quoted(permission)}`,
  fix: "Fix",
  fixIt: (name: string, permission: string) => `${name}: needs ${quoted(permission)}. Fix`,
  notUpdated: ({ provider_code }: Failure) =>
    provider_code === "api_plan_restricted" ? "not in your Intercom plan" : "couldn’t update",
  problem: (error: Failure, affected: FigureName[]) =>
    affected.length === 0
      ? paragraph(error)
      : `${allOf(affected.map((name) => figureName[name]))}: ${paragraph(error)}`,
  reading: "Updating…",
};

export const permissions = {
  /** The reason of the status, in its line. */
  missing: (lacks: number) => (lacks === 1 ? "1 permission missing" : `${count(lacks)} permissions missing`),
  how: "How to fix",
  title: (labels: string[]) => (labels.length === 1 ? "Add a permission" : "Add permissions"),
  lead: "You add permissions to the app in Intercom’s Developer Hub. Switchhook can’t add them.",
  steps: (app: string | null, labels: string[]) => {
    const [still, gains] = labels.length === 1 ? ["it is", "it"] : ["they are", "them"];
    return [
      `Open the Developer Hub and choose ${app === null ? "the app of this token." : `the app that is ${quoted(app)} here.`}`,
      `Go to Configure › Authentication › Edit, tick ${allOf(labels.map(quoted))}, then save.`,
      `Come back and refresh. If ${still} still missing, reconnect the account. Intercom doesn’t say whether an existing token gains ${gains}.`,
    ];
  },
  clientId: "Its client id:",
  again: "Refresh",
  still: (labels: string[]) => `Still missing: ${allOf(labels.map(quoted))}.`,
};

export const raw = { title: "JSON", lead: "GET /me," };

/** The menus of values. */
export const menu = {
  copyText: (text: string) => `Copy ${quoted(text)}`,
  copyId: "Copy workspace id",
  copyClientId: "Copy client id",
  copyFolder: "Copy the path of the data folder",
  copied: "Copied",
};
