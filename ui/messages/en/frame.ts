// The words of the window's frame: sidebar, tabs, status line, palette and shortcuts.
import type { Tab } from "../../state/place";
import { count, quoted } from "../format";

export const tabs = {
  label: "Account",
  overview: "Overview",
  team: "Team",
  access: "Access",
} satisfies Record<Tab | "label", string>;

export const sidebar = {
  label: "Accounts",
  places: "Places",
  search: "Search or run…",
  filter: "Filter the list",
  /** The list is filtered while its filters are out of sight. */
  unfilter: (summary: string) => `${summary}: show all accounts`,
  collapse: "Collapse the sidebar",
  expand: "Expand the sidebar",
  width: "Width of the sidebar",
  updated: "Updated",
  /** In the foot, while no account can be refreshed. */
  locked: "Can’t reach your keyring",
  oldest: (name: string) => `${quoted(name)} was updated longest ago`,
};

export const statusLine = {
  from: (sandbox: boolean) => (sandbox ? "From the sandbox, updated" : "From Intercom, updated"),
  limit: (percent: number) => `${percent} % of the API limit left`,
  keys: [
    ["Mod R", "refresh"],
    ["Mod K", "search"],
    ["?", "shortcuts"],
  ] satisfies [string, string][],
};

export const palette = {
  label: "Search or run",
  placeholder: "Type an account or an action",
  do: "Do",
  go: "Go to",
  tags: "Tags",
  nothing: (query: string) => `Nothing matches ${quoted(query)}.`,
  found: (many: number) => (many === 1 ? "1 result" : `${count(many)} results`),
  run: "run",
  choose: "choose account",
  close: "close",
  prefixes: [
    [">", "commands"],
    ["@", "people"],
    ["#", "tags"],
  ] satisfies [string, string][],
  /** The account to which the actions belong. */
  of: (name: string) => `Actions of ${name}`,
  notOf: (name: string) => `Search everything, not ${name} alone`,
  tagged: (many: number) => (many === 1 ? "1 account" : `${count(many)} accounts`),
  show: "Only accounts with this tag",
  back: "Back",
  ahead: "Forward",
  token: "Connect with an access token",
  several: "Connect several at once",
  app: "Use your own Intercom app",
  refreshAll: "Refresh all accounts",
  settings: (section: string) => `Settings: ${section}`,
  theme: (theme: string) => `Theme: ${theme}`,
  developer: (on: boolean) => (on ? "Hide the developer tools" : "Show the developer tools"),
  shortcuts: "Keyboard shortcuts",
  actualSize: "Actual size",
  quit: "Quit Switchhook",
  sidebar: "Collapse or expand the sidebar",
};

export const keys = {
  title: "Keyboard shortcuts",
  lead: "Single letters work while you are not typing.",
  groups: { go: "Go", list: "In the list", account: "Account", window: "Window" },
  to: "to",
  or: "or",
  palette: "Search or run",
  numbered: "Open an account by its place",
  lastAccount: "Open the last account again",
  tab: "Open a tab of the account",
  back: "Back",
  ahead: "Forward",
  region: "Next part of the window",
  settings: "Settings",
  filter: "Filter the list",
  move: "Previous or next account",
  ends: "First or last account",
  select: "Select",
  open: "Go to the account’s page",
  remove: "Remove",
  escape: "Close, or clear the selection",
  menu: "Menu of the row",
  refresh: "Refresh",
  refreshAll: "Refresh all accounts",
  intercom: "Open in Intercom",
  rename: "Rename",
  tags: "Edit tags",
  copyId: "Copy the workspace id",
  copyJson: "Copy Intercom’s last answer as JSON",
  connect: "Connect account",
  sidebar: "Collapse or expand the sidebar",
  larger: "Larger",
  smaller: "Smaller",
  shortcuts: "This sheet",
  close: "Close the window",
  quit: "Quit Switchhook",
};
