// Words that several screens use.
import type { FigureName } from "../../contract/FigureName";
import type { Region } from "../../contract/Region";
import type { ReturnRoute } from "../../contract/ReturnRoute";
import type { Status } from "../../contract/Status";
import { count, quoted } from "../format";

export const region = {
  us: "United States",
  eu: "Europe",
  au: "Australia",
} satisfies Record<Region, string>;

/** Where the browser shows Intercom in a region. It is how people recognise theirs. */
export const regionHost = {
  us: "app.intercom.com",
  eu: "app.eu.intercom.com",
  au: "app.au.intercom.com",
} satisfies Record<Region, string>;

/** How the answer of a connection returns, behind the region of an app. */
export const route = {
  direct: "your browser returns here by itself",
  bridge: "your bridge page sends you back here",
  loopback: "your browser returns here by itself",
  paste: "you paste an address from your browser",
} satisfies Record<ReturnRoute, string>;

export const status = {
  connected: "Connected",
  limited: "Limited",
  needs_reconnect: "Needs reconnect",
  unreachable: "Unreachable",
  unverified: "Not verified yet",
  disabled: "Disabled",
} satisfies Record<Status, string>;

/** The second line of a row. A connected account shows its region and teammate there. */
export const rowStatus = {
  connected: null,
  limited: "Limited",
  needs_reconnect: "Reconnect",
  unreachable: "Unreachable",
  unverified: "Not verified yet",
  disabled: "Disabled",
} satisfies Record<Status, string | null>;

/** Replaces "needs reconnect" while the keyring lacks the key, because a reconnect would not help. */
export const keyMissing = { status: "Key missing", row: "Key missing" };

/** Replaces the last status while the token can't be decrypted. */
export const barred = { status: "Can’t refresh", row: "Can’t refresh" };

/** The end of a sentence about so many accounts with this status. */
export const isStatus = {
  connected: (many) => `${be(many)} connected`,
  limited: (many) => `${be(many)} limited`,
  needs_reconnect: (many) => (many === 1 ? "needs a reconnect" : "need a reconnect"),
  unreachable: (many) => `${be(many)} unreachable`,
  unverified: (many) => `${be(many)} unverified`,
  disabled: (many) => `${be(many)} disabled`,
} satisfies Record<Status, (many: number) => string>;

const be = (many: number) => (many === 1 ? "is" : "are");

export const accounts = (many: number) => (many === 1 ? "1 account" : `${count(many)} accounts`);

export const stopped = (done: number, of: number) => `Stopped after ${count(done)} of ${accounts(of)}.`;

export const figureName = {
  conversations_open: "Open conversations",
  conversations_unassigned: "Unassigned",
  conversations_all_open: "Open, with Fin’s",
  conversations_snoozed: "Snoozed",
  conversations_closed: "Closed",
  contacts: "Contacts",
  companies: "Companies",
  teammates: "Teammates",
  teams: "Teams",
  tags: "Tags",
  articles: "Articles",
  tickets: "All tickets",
  tickets_customer: "Open customer tickets",
  tickets_back_office: "Open back-office tickets",
  tickets_tracker: "Open tracker tickets",
} satisfies Record<FigureName, string>;

/** The name of a figure inside a sentence that lists several. */
export const figurePhrase = {
  conversations_open: "open conversations",
  conversations_unassigned: "unassigned ones",
  conversations_all_open: "those with Fin",
  conversations_snoozed: "snoozed ones",
  conversations_closed: "closed ones",
  contacts: "contacts",
  companies: "companies",
  teammates: "teammates",
  teams: "teams",
  tags: "tags",
  articles: "articles",
  tickets: "all tickets",
  tickets_customer: "open customer tickets",
  tickets_back_office: "open back-office tickets",
  tickets_tracker: "open tracker tickets",
} satisfies Record<FigureName, string>;

/** A workspace and the teammate who is signed in to it, as far as Switchhook knows them. */
export const workspaceAs = (workspace: string | null, admin: string | null) =>
  [workspace === null ? "a workspace without a name" : quoted(workspace), admin].filter(Boolean).join(" as ");

export const product = "Switchhook";
/** The window's title, by the name of the open account. */
export const windowTitle = (name: string | undefined) => (name === undefined ? product : `${name} – ${product}`);

export const regionShort = { us: "US", eu: "EU", au: "AU" } satisfies Record<Region, string>;
export const unknown = "unknown";

export const sandbox = "Sandbox";
export const sandboxBar = { lead: "This is sample data.", connect: "Connect yours." };
export const sandboxBand = "This is the sandbox. Its data is made up, and nothing leaves this computer.";

export const connectAccount = "Connect account";
export const cancel = "Cancel";
export const close = "Close";
export const dismiss = "Dismiss";
export const back = "Back";
export const save = "Save";
export const tryAgain = "Try again";
export const details = { copy: "Copy details", copied: "Copied", said: "The details are on the clipboard." };
export const openHub = "Open the Developer Hub";
export const loading = "Opening your accounts…";
export const loadFailed = "Switchhook can’t open your accounts";
export const loadFailedLead = "It could not read the file that holds them.";
