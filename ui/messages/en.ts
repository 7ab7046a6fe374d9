// Every word the window shows. Parameters make a function; the rest are plain strings.
import type { AccountCard } from "../contract/AccountCard";
import type { Answered } from "../contract/Answered";
import type { Attempt } from "../contract/Attempt";
import type { Failure } from "../contract/Failure";
import type { FigureName } from "../contract/FigureName";
import type { LinkHandler } from "../contract/LinkHandler";
import type { Region } from "../contract/Region";
import type { Registration } from "../contract/Registration";
import type { ReturnRoute } from "../contract/ReturnRoute";
import type { Stage } from "../contract/Stage";
import type { Status } from "../contract/Status";
import type { Checked } from "../state/checked";
import type { Share } from "../state/share";
import type { Sort } from "../state/sort";
import { allOf, asTitle, count, quoted } from "./format";
import { describe, type Fault } from "./problems";

const region = {
  us: "United States",
  eu: "Europe",
  au: "Australia",
} satisfies Record<Region, string>;

const route = {
  direct: "comes back by itself",
  bridge: "comes back by bridge",
  paste: "comes back by a pasted address",
} satisfies Record<ReturnRoute, string>;

const status = {
  connected: "Connected",
  limited: "Limited",
  needs_reconnect: "Needs reconnect",
  unreachable: "Unreachable",
  unverified: "Not verified yet",
  disabled: "Disabled",
} satisfies Record<Status, string>;

/** The word at the end of a row: only where something is not as it should be. */
const rowStatus = {
  connected: null,
  limited: "limited",
  needs_reconnect: "reconnect",
  unreachable: "unreachable",
  unverified: "unverified",
  disabled: "disabled",
} satisfies Record<Status, string | null>;

/** Instead of "needs reconnect", while the keyring no longer holds the key: a reconnect would not help. */
const keyMissing = { status: "Key missing", row: "key missing" };

/** Of accounts that have the status, after how many. */
const isStatus = {
  connected: (many) => `${be(many)} connected`,
  limited: (many) => `${be(many)} limited`,
  needs_reconnect: (many) => (many === 1 ? "needs a reconnect" : "need a reconnect"),
  unreachable: (many) => `${be(many)} unreachable`,
  unverified: (many) => `${be(many)} unverified`,
  disabled: (many) => `${be(many)} disabled`,
} satisfies Record<Status, (many: number) => string>;

const be = (many: number) => (many === 1 ? "is" : "are");

/** How the list is ordered, beside its heading; by name goes without saying. */
const orderNote = {
  status: "trouble first",
  checked: "last checked",
  connected: "last connected",
} satisfies Record<Exclude<Sort, "name">, string>;

type Sought = { query: string; tag: string | null; status: Status | null };

const accounts = (many: number) => (many === 1 ? "1 account" : `${count(many)} accounts`);

const stopped = (done: number, of: number) => `Stopped. Done: ${count(done)} of ${accounts(of)}.`;

/** Why an account is not simply connected, and what helps. */
const statusNotice = {
  connected: null,
  limited: "Intercom answers, but the app may not read everything it was asked for.",
  needs_reconnect: "The token no longer opens this workspace. Reconnect, and the account keeps its name and tags.",
  unreachable: "Intercom could not be reached. What you see is from the last time it answered.",
  unverified: "The account was saved, but Intercom has not said yet whose it is. A check will fill that in.",
  disabled: "This account is disabled: it is not checked, and its figures are not read. Its token stays sealed.",
} satisfies Record<Status, string | null>;

const figureName = {
  conversations_open: "Open conversations",
  conversations_snoozed: "Snoozed",
  conversations_closed: "Closed",
  contacts: "Contacts",
  companies: "Companies",
  teammates: "Teammates",
  teams: "Teams",
  tags: "Tags",
  articles: "Articles",
  tickets: "Tickets",
} satisfies Record<FigureName, string>;

/** In a sentence: what a permission opens. */
const figurePhrase = {
  conversations_open: "open conversations",
  conversations_snoozed: "snoozed ones",
  conversations_closed: "closed ones",
  contacts: "contacts",
  companies: "companies",
  teammates: "teammates",
  teams: "teams",
  tags: "tags",
  articles: "articles",
  tickets: "tickets",
} satisfies Record<FigureName, string>;

const attemptRow = {
  awaiting: "waiting",
  exchanging: "exchanging the code…",
  identifying: "identifying the workspace…",
  unsaved: "not saved yet",
  connected: "connected",
  already_connected: "connected again",
  unverified: "not told whose it is",
  refused: "another workspace",
  denied: "not authorized",
  failed: "did not work",
  expired: "no answer came",
  cancelled: "cancelled",
  interrupted: "interrupted",
} satisfies Record<Stage, string>;

/** A workspace and who is signed in to it, as far as they are known. */
const whose = (workspace: string | null, admin: string | null) =>
  [workspace === null ? "a workspace without a name" : quoted(workspace), admin].filter(Boolean).join(" as ");

/** Who answered in place of the awaited one: with the ids where the names are the same. */
const whoElse = ({ workspace, admin, ids }: Answered, awaited?: AccountCard) => {
  const came = whose(workspace, admin);
  const isNamedAlike = awaited !== undefined && came === whose(awaited.name, awaited.admin.name);
  return isNamedAlike && ids !== null ? `${came} (${ids})` : came;
};

/** Most hints tell themselves what became of what is stored: that is said once. */
const ended = (lead: string, settlesStored = false) =>
  [lead, settlesStored ? "" : "Nothing was stored, and nothing that was stored is lost."].filter(Boolean).join(" ");

/** Headline and sentence of an attempt that failed, in the words of its own error. */
function failed(error: Failure) {
  const { message, hint, settlesStored } = describe(error);
  return error.code === "provider_unreadable"
    ? { title: "Intercom’s answer can’t be read", lead: ended(`${message} ${hint}`, settlesStored) }
    : { title: asTitle(message), lead: ended(hint, settlesStored) };
}

/** Both parts, as one paragraph. */
function paragraph(error: Fault) {
  const { message, hint } = describe(error);
  return `${message} ${hint}`;
}

/** Headline and sentence of the tracker. `failed` speaks with the words of its own error. */
const tracker = {
  awaiting: (attempt: Attempt, left: string) =>
    attempt.no_browser
      ? {
          title: "No browser could be opened",
          lead: `Copy the link and open it in a browser yourself. ${left} left.`,
        }
      : {
          title: "Continue in your browser",
          lead: `Your browser was asked to open ${attempt.host}. Waiting for you to authorize ${quoted(attempt.registration)}. ${left} left.`,
        },
  exchanging: () => ({
    title: "Intercom is answering…",
    lead: "The code is being exchanged. This can’t be cancelled now; it takes 20 seconds at most.",
  }),
  identifying: () => ({
    title: "Almost there",
    lead: "The token is sealed on this computer. Asking Intercom which workspace it opens.",
  }),
  unsaved: () => ({
    title: "Connected, but not saved yet",
    lead: "Intercom gave a token, but it could not be written to this computer. It is held in memory: quitting Switchhook now loses it.",
  }),
  connected: () => ({ title: "Connected", lead: "The workspace is identified and stored." }),
  already_connected: () => ({
    title: "Connected again",
    lead: "This workspace was here already; its token is replaced.",
  }),
  unverified: ({ account_id, reconnects, error }: Attempt) =>
    account_id === null
      ? {
          title: "Not told whose it is",
          lead: error
            ? paragraph(error)
            : `Intercom gave a token, but did not say which workspace it opens. ${reconnects === null ? "It is kept until that is known, and no account was made." : "It is kept until that is known; the account keeps its old one."}`,
        }
      : { title: "Saved", lead: "The account was saved; a check will fill it in." },
  refused: ({ answered, workspace }: Attempt, _left: string, awaited?: AccountCard) => ({
    title: "Another workspace answered",
    lead: `${awaited ? `You reconnected ${whose(awaited.name, awaited.admin.name)}` : `Only the workspace ${quoted(workspace ?? "?")} was to be connected`}, but the browser is signed in to ${answered ? whoElse(answered, awaited) : "another one"}. ${awaited ? "The old token is untouched." : "Nothing is stored yet."} Add this one as a new account, or discard it.`,
  }),
  denied: () => ({
    title: "Access was declined",
    lead: "It was declined in the browser. Nothing was stored, and nothing that was stored is lost.",
  }),
  failed: ({ error, claimed_at }: Attempt) =>
    error
      ? failed(error)
      : {
          title: "Connecting did not work",
          lead: ended(claimed_at ? "The sign-in worked, but what follows it did not." : ""),
        },
  expired: () => ({
    title: "No answer came",
    lead: "The browser did not come back within 30 minutes. Nothing was stored; simply try again.",
  }),
  cancelled: ({ error }: Attempt) => ({
    title: error ? asTitle(describe(error).message) : "Cancelled",
    lead: "Nothing was stored. If the browser still comes back, its answer is ignored.",
  }),
  interrupted: () => ({
    title: "Interrupted while connecting",
    lead: "Switchhook ended while Intercom was answering. The consent may be used up; connect again.",
  }),
} satisfies Record<Stage, (attempt: Attempt, left: string, awaited?: AccountCard) => { title: string; lead: string }>;

export const en = {
  product: "Switchhook",
  region,
  regionShort: { us: "US", eu: "EU", au: "AU" } satisfies Record<Region, string>,
  route,
  status,
  rowStatus,
  keyMissing,
  statusNotice,
  unknown: "not known",

  sandbox: "Sandbox",
  sandboxBand: "Sandbox: a pretend Intercom on this computer. Nothing leaves it.",

  connectAccount: "Connect account",
  cancel: "Cancel",
  close: "Close",
  dismiss: "Dismiss",
  back: "Back",
  save: "Save",
  tryAgain: "Try again",
  details: { copy: "Copy details", copied: "Copied", said: "The details are on the clipboard." },
  openHub: "Open the Developer Hub",
  loading: "Opening your accounts…",
  loadFailed: "Your accounts can’t be opened",
  loadFailedLead: "Switchhook could not read the file that keeps them.",

  list: {
    label: "Accounts",
    search: "Search accounts",
    clear: "Clear search",
    tags: "Filter by tag",
    more: "More",
    moreTags: "More tags",
    accounts: "Accounts",
    connecting: "Connecting",
    stopped: "Did not finish",
    nothing: ({ query, tag, status: wanted }: Sought) =>
      `No account ${allOf([
        query.trim() ? `matches ${quoted(query.trim())}` : null,
        tag === null ? null : `has the tag ${quoted(tag)}`,
        wanted === null ? null : isStatus[wanted](1),
      ])}.`,
    /** What the fields above do not say by themselves: how many are left, and of what. */
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
    sort: { name: "Name", status: "Status", checked: "Last checked", connected: "Last connected" } satisfies Record<
      Sort,
      string
    >,
    sortBy: "Sort by",
    sortedBy: (word: string) => `Sort by: ${word}`,
    inOrder: (title: string, sort: Sort) => (sort === "name" ? title : `${title} · ${orderNote[sort]}`),
    chosen: (many: number) => `${count(many)} selected`,
    chosenLabel: "Selected accounts",
    choose: "Select",
    checkAll: "Check all accounts",
    checkingAlready: "Accounts are being checked",
    checking: "Checking accounts",
    checked: (done: number, of: number) => `Checked ${count(done)} of ${count(of)}`,
    tag: "Tag…",
    forget: "Forget…",
    clearChosen: "Clear",
    unidentified: "not identified yet",
    open: (conversations: number) => `${count(conversations)} open`,
    attempt: attemptRow,
    waiting: (left: string) => `waiting · ${left} left`,
    waitingSince: (time: string, left: string) => `started ${time} · ${left} left`,
    attemptOf: (word: string, time: string) => `${word} · started ${time}`,
  },

  links: {
    notice: (handler: LinkHandler) => {
      const opens = {
        ours: "Switchhook’s links come here",
        unknown: "Nobody knows where Switchhook’s links go",
        nobody: "No program is set to open Switchhook’s links",
        other_copy: "Another copy of Switchhook opens its links",
        other: handler.kind === "other" ? `${quoted(handler.name)} opens Switchhook’s links` : "",
      } satisfies Record<LinkHandler["kind"], string>;
      return `${opens[handler.kind]}, so your browser can’t come back here by itself. Pasting the address works.`;
    },
    claim: "Let Switchhook open them",
    notNow: "Not now",
  },

  empty: {
    title: "Your Intercom accounts, in one safe place",
    lead: "Connect each workspace you look after once: see how it is, offline too, and let your own scripts ask it.",
    secrets: {
      title: "Where secrets live",
      os_keyring:
        "On this computer alone. Tokens are sealed and never shown; the key to them is in your system’s keyring.",
      session: "In this computer’s memory alone, until Switchhook ends. Tokens are never shown.",
    },
    roads: {
      title: "Which road to take",
      lead: "An access token is the shortest. Your own Intercom app signs you in through the browser. The sandbox needs no account.",
    },
  },

  sheet: {
    title: "Connect an account",
    lead: "Tokens are sealed on this computer. Choose how.",
    app: (name: string) => `Sign in with ${quoted(name)}`,
    appDetail: (where: Region, by: ReturnRoute) => `${region[where]} · ${route[by]}`,
    added: (name: string) => `${quoted(name)} is added. Sign in with it to connect an account.`,
    manage: (name: string) => `Manage ${quoted(name)}`,
    edit: "Edit…",
    replaceSecret: "Replace secret…",
    remove: "Remove…",
    ownApp: "Use your own Intercom app",
    anotherApp: "Add another Intercom app",
    ownAppDetail: "made once in the Developer Hub; you sign in through your browser",
    token: "Paste an access token",
    tokenDetail: "shortest, for workspaces you belong to",
    sandbox: "Try it with the sandbox",
    sandboxDetail: "a pretend Intercom on this computer; no account needed",
    which: {
      title: "Which one do I need?",
      roads: [
        [
          "A token",
          "For a workspace that you belong to. Any app of yours in the Developer Hub hands one out; nothing else has to be set up.",
        ],
        [
          "Your own app",
          "For several workspaces, or teammates who sign in themselves. It is made once. Workspaces of other people take Intercom’s review.",
        ],
        ["The sandbox", "For a look around first. All in it is pretended, and nothing leaves this computer."],
      ],
    },
  },

  token: {
    title: "Paste an access token",
    titleFor: (name: string) => `A new token for ${quoted(name)}`,
    lead: "In Intercom’s Developer Hub, open your app: it hands out one token per workspace of yours. It is checked once, sealed on this computer, and never shown again.",
    field: "Access token",
    region: "Region",
    regionHint: "Where the workspace’s data is kept.",
    name: "Name",
    optional: "optional",
    nameHint: "Left empty, the workspace’s own name is taken.",
    again: "Paste the token again.",
    submit: "Check and connect",
  },

  app: {
    title: "Use your own Intercom app",
    lead: "Make it in Intercom’s Developer Hub, then tell Switchhook about it.",
    titleFor: (name: string) => `Edit ${quoted(name)}`,
    leadFor: "Accounts connected with it stay connected.",
    step: {
      region: {
        title: "Choose the region",
        lead: "Where the workspace’s data is kept. The app has to be made there, too.",
      },
      create: {
        title: "Create the app",
        place: ["Developer Hub", "Your apps", "New app"],
        lead: {
          us: "Give it a name and choose a workspace; a free development workspace will do.",
          eu: "Give it a name and choose your paid workspace in Europe. A development workspace won’t do: those are always in the United States.",
          au: "Give it a name and choose your paid workspace in Australia. A development workspace won’t do: those are always in the United States.",
        } satisfies Record<Region, string>,
        review:
          "It is private at first, for workspaces that you belong to. Workspaces of other people take Intercom’s review.",
      },
      permissions: {
        title: "Tick what it may read",
        place: ["Configure", "Authentication", "Edit"],
        lead: "Tick “Use OAuth”, and under “Permissions” these. Without one of them, what stands beside it stays empty.",
        label: "Permissions, and what each is for",
        whose: "whose the account is",
        opens: (names: FigureName[]) => allOf(names.map((name) => figurePhrase[name])),
      },
      redirect: {
        title: "Add the redirect URL",
        place: ["Configure", "Authentication", "Redirect URLs"],
        lead: "Paste exactly this, to the letter.",
      },
      secret: {
        title: "Copy client id and secret",
        place: ["Configure", "Basic information"],
        lead: "As they stand there, without blanks around them.",
      },
      name: { title: "Name it", lead: "Only on this computer." },
    },
    region: "Region",
    redirect: "Redirect URL",
    redirectHint: {
      paste:
        "Nothing answers there, and that is fine: after you authorize, you paste the address of the page that did not load.",
      bridge: "Your own bridge page answers there, and leads back here.",
      direct: "Comes straight back here. Intercom takes only https addresses; a sandbox takes this one.",
    } satisfies Record<ReturnRoute, string>,
    redirectUnclear: "A whole address, with https in front.",
    copy: "Copy",
    /** Said of one button among several. */
    copyIt: (what: string) => `Copy: ${what}`,
    copied: "Copied.",
    clientId: "Client id",
    secret: "Client secret",
    secretHint: "Typed once, sealed on this computer, and never shown again.",
    secretForAnother: (all: string, many: number) =>
      [
        "Another client id has another secret.",
        many === 0
          ? ""
          : `${all} ${many === 1 ? "stays" : "stay"} with the old one, and can’t be reconnected with this app.`,
      ]
        .filter(Boolean)
        .join(" "),
    name: "Name",
    workspace: "Only this workspace",
    workspaceHint: "The id of a workspace. Left empty, the app connects any.",
    optional: "optional",
    add: "Add app",
  },
  replaceSecret: {
    title: (name: string) => `Replace the secret of ${quoted(name)}`,
    lead: "After it was replaced in the Developer Hub, under Configure › Basic information. Accounts stay connected; new connections use this one.",
    confirm: "Replace secret",
  },
  removeApp: {
    title: (name: string) => `Remove ${quoted(name)}?`,
    lead: "This removes the app and its sealed secret from this computer. At Intercom nothing changes.",
    nobody: "No account depends on it.",
    dependents: (all: string, many: number) =>
      many === 1
        ? `${all} was connected with it. The account stays and goes on working, but can be reconnected only once the app is added again.`
        : `${all} were connected with it. They stay and go on working, but can be reconnected only once the app is added again.`,
    confirm: "Remove app",
  },

  tracker: {
    stage: tracker,
    steps: "Progress",
    openAgain: "Open again",
    startOver: "Start over",
    lostLink: "The link of this attempt was made before Switchhook was last opened, and can’t be shown again.",
    copyLink: "Copy link",
    stillHere: "No browser came up? Copy the link and open it in one yourself.",
    paste: "Paste the address…",
    pasteField: "Address of the page your browser ended on",
    pasteHint: "It is used once and not kept.",
    pasteUse: "Use this address",
    pasteClipboard: "Paste from clipboard",
    pasteRoute:
      "After you authorize, the browser shows a page that fails to load. That is expected: copy its address and paste it here.",
    emptyReturn: "Your browser came back without an answer, as after pressing Back. Authorize there, or open it again.",
    strays: (count: number) =>
      count === 1
        ? "1 link that was not the answer was ignored."
        : `${count} links that were not the answer were ignored.`,
    replaceSecret: "Replace the secret…",
    pageHelp: {
      title: "The page shows an error?",
      causes: ({ redirect_uri, region: where }: Registration) => [
        `It says that the redirect URL is invalid: add ${redirect_uri} to the app’s Redirect URLs, to the letter, then open the page again.`,
        `It does not find your workspace: this page is for workspaces in ${region[where]}. Edit the app’s region, then start over.`,
        "It offers only to request the installation: somebody with the permission “Can install, configure and delete apps” has to authorize.",
      ],
    },
    keep: "Add as a new account",
    discard: "Discard",
    after: (span: string) => `after ${span}`,
    /** How a step stands, for who can't see its sign. */
    mark: { done: "done", now: "now", next: "to come", stopped: "stopped", failed: "failed" },
    vault: { os_keyring: "the system’s keyring", session: "this session only" },
    step: {
      vault: { label: "Vault ready", failed: "Vault not ready" },
      browser: { label: "Asked your browser to open", failed: "No browser could be opened" },
      consent: { label: "Consent given", now: "Waiting for your consent", failed: "Not authorized" },
      link: { label: "Link received", failed: "Link not accepted" },
      exchange: { label: "Code exchanged", now: "Exchanging the code", failed: "Code not exchanged" },
      store: {
        label: "Workspace identified and stored",
        now: "Identifying the workspace",
        failed: "Workspace not stored",
      },
      codeRejected: "Code not accepted",
    },
    stopped: {
      denied: "Declined in the browser",
      expired: "No consent in time",
      cancelled: "Cancelled",
      interrupted: "Interrupted",
      refused: "A different workspace",
      unverified: "Workspace not told",
    },
  },

  account: {
    through: {
      app: (name: string) => `through ${quoted(name)}`,
      token: "through your own token",
      sandbox: "through the sandbox",
    },
    /** "Connected through …" in one breath, "Limited · connected through …" in two. */
    statusThrough: (of: Status, what: string) => (of === "connected" ? ` ${what}` : ` · connected ${what}`),
    checked: "checked",
    neverChecked: "not checked yet",
    check: "Check",
    checkAgain: "Check again",
    more: "More actions",
    rename: "Rename…",
    editTags: "Edit tags…",
    reconnect: "Reconnect",
    disable: "Disable",
    enable: "Enable",
    forget: "Forget…",
    uninstall: "Uninstall from Intercom…",
    workspace: "Workspace",
    source: "as Intercom reports it",
    facts: {
      admin: "Admin",
      region: "Region",
      id: "Workspace id",
      timezone: "Time zone",
      created: "Created",
      name: "Name",
      connected: "Connected",
      headroom: "Headroom",
    },
    headroom: (percent: number) => `${percent} % of the rate limit left`,
    verified: "Email verified",
    emailWarning: (email: string) =>
      `Intercom has not verified the address ${quoted(email)} of the teammate who authorized: do not take it for a proof of who they are.`,
    since: "First failed",
    open: "Open in Intercom",
    openSandbox: "Open the sandbox",
    onlyTag: (tag: string) => `Show only accounts tagged ${quoted(tag)}`,
  },

  figures: {
    title: "Figures",
    order: [
      "conversations_open",
      "conversations_snoozed",
      "conversations_closed",
      "contacts",
      "companies",
      "teammates",
      "teams",
      "tags",
      "articles",
      "tickets",
    ] satisfies FigureName[],
    name: figureName,
    notPermitted: "not permitted",
    /** On a figure: what stands below tells the rest. */
    unread: ({ provider_code }: Failure) => (provider_code === "api_plan_restricted" ? "not in the plan" : "not read"),
    trouble: (error: Failure, befell: FigureName[]) =>
      befell.length === 0 ? paragraph(error) : `${allOf(befell.map((name) => figureName[name]))}: ${paragraph(error)}`,
    reading: "Asking Intercom…",
    asOf: "As of",
    never: "Not read yet.",
  },

  permissions: {
    notice: (app: string | null, labels: string[]) => {
      const who = app === null ? "The token’s app" : `The app ${quoted(app)}`;
      return `${who} lacks ${allOf(labels.map(quoted))}, so not everything can be shown.`;
    },
    how: (labels: string[]) => (labels.length === 1 ? "How to add it" : "How to add them"),
    title: (labels: string[]) => (labels.length === 1 ? "Add a permission" : "Add permissions"),
    lead: "Permissions belong to the app in Intercom’s Developer Hub; Switchhook can’t ask for them.",
    steps: (app: string | null, labels: string[]) => {
      const [still, gains] = labels.length === 1 ? ["it is", "it"] : ["they are", "them"];
      return [
        `Open the Developer Hub and choose ${app === null ? "the app that the token belongs to." : `the app that is ${quoted(app)} here.`}`,
        `Configure › Authentication › Edit: tick ${allOf(labels.map(quoted))}, then save.`,
        `Come back and check again. If ${still} still missing, reconnect the account: Intercom does not say whether an existing token gains ${gains}.`,
      ];
    },
    clientId: "Its client id:",
    again: "Check again",
    still: (labels: string[]) => `Still missing: ${allOf(labels.map(quoted))}.`,
  },

  settings: {
    title: "Settings",
    lead: "For this computer.",
    theme: "Theme",
    themes: { system: "Match system", light: "Light", dark: "Dark" },
    background: "Checks",
    backgroundOn: "Check each account once a day, while Switchhook is open",
    backgroundHint: "Never where your keyring would ask, nor on a metered connection where the system tells.",
    presence: "At hand",
    tray: "Stay in the tray when the window is closed",
    trayMissing: "This desktop shows no tray: closing the window ends Switchhook.",
    traySilent: "This desktop’s tray does not answer at the moment: the icon may be missing there.",
    login: "Start at login, without a window in the way",
    vault: "Master key",
    vaults: { os_keyring: "in the system’s keyring", session: "in memory, for this session only" },
    folder: "Data folder",
    version: "Version",
    development: "(development build)",
    licences: "Licences",
    licencesLead: "Switchhook itself is MIT or Apache-2.0, at your choice. It is built with:",
    done: "Done",
  },

  raw: { title: "Raw answer", lead: "what Intercom’s /me gave" },

  note: {
    connected: (name: string) => `${quoted(name)} is connected.`,
    reconnected: (name: string) => `${quoted(name)} is connected again.`,
    again: (name: string) =>
      `This is ${quoted(name)} again: your browser is signed in to it. To reach another workspace, connect once more, choose Copy link, and open the link in a private window or another browser.`,
    /** What is still open about it stands on its page. */
    unverified: (name: string) => `${quoted(name)} was saved.`,
    copied: "Link copied. Open it in a private window or another browser.",
    notMine: "Not mine: forget",
    forgotten: (many: number) =>
      many === 1 ? "1 account was forgotten on this computer." : `${accounts(many)} were forgotten on this computer.`,
    tagged: (many: number) => `The tags of ${accounts(many)} were saved.`,
    checked: ({ done, of, untold, troubles }: Checked) => {
      if (of === 0) return "Nothing was checked: disabled accounts are passed over.";
      const unasked = untold === 0 ? "" : ` ${count(untold)} could not be asked.`;
      if (done < of) return `${stopped(done, of)}${unasked}`;
      const told = of - untold;
      if (told === 0) return `Nothing was learnt: ${accounts(of)} could not be asked.`;
      const found = troubles.map(({ status: is, count: many }) => `${count(many)} ${isStatus[is](many)}`).join(", ");
      const all = told === 1 ? "it is connected" : "all are connected";
      return `${accounts(told)} ${told === 1 ? "was" : "were"} checked: ${found || all}.${unasked}`;
    },
  },

  rename: { title: "Rename account", field: "Name", hint: "Only on this computer; Intercom’s name stays." },
  tags: {
    title: (name: string) => `Tags of ${quoted(name)}`,
    lead: "They stay on this computer.",
  },
  forget: {
    title: (name: string) => `Forget ${quoted(name)}?`,
    lead: "This removes the account, its tags, what was read of it and its sealed token from this computer. The token itself stays valid at Intercom: only uninstalling kills it.",
    confirm: "Forget account",
  },
  discard: {
    title: "Discard the token?",
    lead: "It is gone from this computer then, and the consent is used up: to connect the workspace after all, connect again. The token itself stays valid at Intercom.",
    confirm: "Discard token",
  },
  many: {
    stop: "Stop",
    stopping: "Stopping…",
    progress: (done: number, of: number) => `${count(done)} of ${count(of)}`,
    failed: (done: number, of: number) =>
      of === 1 ? "It did not work:" : `Done: ${count(done)} of ${accounts(of)}. The others failed:`,
    stopped,
    names: (names: string[], others: number) =>
      allOf([...names.map(quoted), others === 0 ? null : others === 1 ? "1 other" : `${count(others)} others`]),
  },
  tagMany: {
    title: (many: number) => `Tags of ${accounts(many)}`,
    lead: "A tick means all of them carry it, a dash means some. What you don’t touch stays as it is.",
    field: "Find or add a tag",
    known: "Tags",
    none: "No tags yet. Type one, and press Enter.",
    add: (tag: string) => `Add ${quoted(tag)}`,
    turned: (tag: string, share: Share) =>
      `${quoted(tag)}: ${{ all: "on", some: "as it was, on some", none: "off" }[share]}`,
    on: (carriers: number, of: number) => `${count(carriers)} of ${count(of)}`,
  },
  forgetMany: {
    title: (many: number) => `Forget ${accounts(many)}?`,
    lead: "This removes the accounts, their tags, what was read of them and their sealed tokens from this computer. The tokens themselves stay valid at Intercom: only uninstalling kills them.",
    others: (many: number) => `and ${count(many)} more`,
    confirm: (many: number) => `Forget ${accounts(many)}`,
  },
  uninstall: {
    title: (name: string) => `Uninstall from ${quoted(name)}?`,
    lead: (app: string, workspace: string) =>
      `This asks Intercom to remove the app ${quoted(app)} from the workspace ${quoted(workspace)}; every connection of this app to that workspace ends.`,
    leadToken: (workspace: string) =>
      `This asks Intercom to remove the app that this token belongs to from the workspace ${quoted(workspace)}; every connection of this app to that workspace ends.`,
    others: (names: string[]) =>
      names.length === 1
        ? `This account ends with it, being of the same app and workspace: ${quoted(names[0] ?? "")}.`
        : `${count(names.length)} more accounts end with it, being of the same app and workspace: ${allOf(names.map(quoted))}.`,
    maybe: (names: string[]) =>
      names.length === 1
        ? `This account may end too: it is of the same workspace, and which app an own token belongs to is not known: ${quoted(names[0] ?? "")}.`
        : `${count(names.length)} more accounts may end too: they are of the same workspace, and which app an own token belongs to is not known: ${allOf(names.map(quoted))}.`,
    /** `others`: how many end with it, or may. */
    after: (others: number) =>
      others === 0
        ? "The account stays here, and needs a reconnect then. To take it off this computer, forget it."
        : "The accounts stay here, and those that end need a reconnect. To take one off this computer, forget it.",
    confirm: "Uninstall app",
  },
};
