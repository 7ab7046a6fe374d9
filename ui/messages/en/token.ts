// The words of an account's own access token: the guide, the message to an administrator, and the list of tokens.
import type { Region } from "../../contract/Region";
import { count, quoted } from "../format";
import { region } from "./common";

/** The hub's pages, as they are called there. */
const hub = {
  apps: "Your apps",
  create: "New app",
  configure: "Configure",
  authentication: "Authentication",
  edit: "Edit",
  publish: "Test & Publish",
  workspaces: "Your Workspaces",
  install: "Install app",
};

/** Development workspaces are always in the United States. */
const PAID = "Choose your paid workspace, not a development one.";

const step = {
  open: {
    title: "Open your apps at Intercom",
    lead: "The Developer Hub opens in your browser.",
    open: "Open",
    again: "Open again",
    others: "Other regions:",
    openIn: (where: Region) => `Open the Developer Hub of ${region[where]}`,
  },
  create: {
    title: "Create an app, or open one you have",
    place: [hub.create, "any name", "your workspace"],
    lead: { us: "Keep it private.", eu: PAID, au: PAID } satisfies Record<Region, string>,
  },
  permissions: {
    title: (many: number) => `Tick ${count(many)} permissions`,
    place: [hub.configure, hub.authentication, hub.edit],
    lead: "Fewer works too.",
    label: "Permissions. Press one to copy its name.",
    copied: (name: string) => `Copied: ${name}`,
  },
  copy: {
    title: "Copy the access token",
    place: [hub.publish, hub.workspaces, hub.install],
  },
};

export const token = {
  title: "Connect a workspace with its token",
  titleFor: (name: string) => `A new token for ${quoted(name)}`,
  lead: "About two minutes. You need to be a teammate of the workspace.",
  leadFor: "Copy a new token of the same workspace. The account keeps its name and tags.",
  steps: "Steps",
  step,
  /** The name of a step's tick. */
  done: (number: number, title: string) => `Step ${number} is done: ${title}`,
  field: "Access token",
  placeholder: "Paste it here. Switchhook finds the region and the name.",
  placeholderFor: "Paste the new token here.",
  safe: {
    os_keyring: "Stored encrypted; the key stays in your keyring.",
    session: "Kept in memory until you quit.",
  },
  submit: "Connect",
  several: "Several at once…",
  drawing: {
    title: "What you will see there",
    step: (number: number) => `Intercom, step ${number}`,
    ...hub,
    app: "Acme reports",
    name: "Name",
    workspace: "Workspace",
    acme: "Acme",
    make: "Create app",
    write: ["Write conversations", "Write tags"],
    token: "Access token",
    copy: "Copy",
  },
  ask: {
    link: "I can’t open the Developer Hub",
    title: "Ask an administrator of your workspace",
    lead: "Send them this message. It asks for one of two things.",
    copied: "Copied",
    copy: "Copy again",
    close: "Close",
  },
};

const connected = (many: number) => `${count(many)} connected`;

export const tokens = {
  title: "Several at once",
  lead: "For workspaces you are a teammate of.",
  field: "Tokens",
  fieldHint: "Enter one token on each line. A name and tags may follow, with commas between them.",
  example: "TOKEN\nTOKEN, Northwind Support, europe, vip",
  show: "Show",
  hide: "Hide",
  file: "Choose a file…",
  tooLarge: { message: "This list is larger than 1 MiB.", hint: "Choose a smaller file, or paste fewer lines." },
  notText: {
    message: "This file is no UTF-8 text.",
    hint: "Choose it again after you have saved it as text or CSV in UTF-8.",
  },
  notRead: { message: "Switchhook can’t read this file.", hint: "Choose it again, or paste its lines." },
  rows: "Lines",
  line: (number: number) => `Line ${count(number)}`,
  state: { ready: "not tried yet", busy: "trying", done: "connected", failed: "not connected" },
  outcome: {
    connected: "Connected",
    already_connected: "Was connected already. It has the new token now.",
    unverified: "Saved. Intercom hasn’t said which workspace it is.",
  },
  more: (many: number) => `and ${count(many)} more`,
  submit: (many: number) => (many === 0 ? "Connect" : `Connect ${count(many)}`),
  progress: (done: number, of: number) => `Connecting… ${count(done)} of ${count(of)}`,
  result: ({ connected: many, failed, left }: { connected: number; failed: number; left: number }) =>
    left === 0
      ? failed === 0
        ? `${connected(many)}.`
        : `${connected(many)}, ${count(failed)} not. Correct the lines that are left, or try them again.`
      : `Stopped. ${connected(many)}, ${failed === 0 ? "" : `${count(failed)} not, `}${count(left)} not tried.`,
  stop: "Stop",
  done: "Show accounts",
};
