// The words of the settings.
import type { HealthStatus } from "../../contract/HealthStatus";
import type { Region } from "../../contract/Region";
import type { ReturnRoute } from "../../contract/ReturnRoute";
import type { Section } from "../../state/place";
import { accounts, region } from "./common";

export const settings = {
  title: "Settings",
  sections: { general: "General", apps: "Intercom apps", health: "Health", about: "About" } satisfies Record<
    Section,
    string
  >,
  leads: {
    general: "How Switchhook looks, and what it does by itself.",
    apps: "Your own apps, with which you sign in to workspaces in your browser.",
    health: "What would fail on this computer, and how to mend it.",
    about: "This program, and where it keeps its data.",
  } satisfies Record<Section, string>,
  apps: {
    yours: "Your apps",
    none: "You have no Intercom app of your own here.",
    noneLead: "You need one only to sign in through your browser. For an access token you need none.",
    add: "Add an Intercom app",
    /** The region, and how many accounts were connected with the app. */
    detail: (where: Region, many: number) => `${region[where]} · ${many === 0 ? "no account yet" : accounts(many)}`,
    returns: {
      direct: "Your browser returns here by itself",
      bridge: "Your bridge page sends you back here",
      loopback: "Your browser returns here by itself",
      paste: "You paste an address from your browser",
    } satisfies Record<ReturnRoute, string>,
    only: (workspace: string) => `only the workspace ${workspace}`,
    clientId: "Client id",
    edit: "Edit",
    replaceSecret: "Replace secret…",
    remove: "Remove…",
    /** The label of a button among equal ones, for a screen reader. */
    of: (what: string, name: string) => `${what} (${name})`,
  },
  health: {
    checks: "Checks",
    look: "Look for the cause",
    again: "Check again",
    repair: "Repair",
    roundTrip: "Try the way back",
    copyReport: "Copy report",
    copied: "Copied",
    said: "The report is on your clipboard.",
    made: (time: string) => `Checked at ${time}.`,
    checking: "Switchhook looks at this computer…",
    status: { ok: "OK", warning: "Warning", error: "Error", skipped: "Skipped" } satisfies Record<HealthStatus, string>,
    /** One sentence about the whole report. */
    summary: ({ errors, warnings }: { errors: number; warnings: number }) => {
      if (errors > 0) return errors === 1 ? "One thing would fail now." : `${errors} things would fail now.`;
      if (warnings > 0) return warnings === 1 ? "One thing needs a look." : `${warnings} things need a look.`;
      return "All is well.";
    },
  },
  look: "Look",
  theme: "Theme",
  themes: { system: "Match system", light: "Light", dark: "Dark" },
  refreshDaily: "Refresh each account once a day, while Switchhook is open",
  morning: "Read your figures each morning at 8:45",
  morningNote: "Only while your keyring is unlocked. Switchhook then starts at login, too.",
  notify: "Notify me when an account needs me",
  notifyNote: "At most one notification a day for each account, and only in its team’s working hours.",
  refreshNote:
    "Switchhook skips this while your keyring is locked, and on a metered connection if the system reports one.",
  background: "Background",
  tray: "Stay in the tray when you close the window",
  trayMissing: "This desktop shows no tray. Switchhook quits when you close the window.",
  traySilent: "This desktop’s tray does not answer right now. The icon may be missing.",
  login: "Start at login in the background",
  developer: "Developer tools",
  developerShow: "Show the API limit and Intercom’s answers as JSON",
  developerNote: "They show by themselves once you add your own Intercom app.",
  key: "Encryption key",
  keyIn: { os_keyring: "In your system’s keyring.", session: "In memory, until you quit." },
  keyFor: "With it Switchhook encrypts tokens and secrets.",
  folder: "Data folder",
  version: "Version",
  development: "development build",
  open: "Open",
  copy: "Copy",
  copied: "Copied",
  licences: "Licences",
  licencesLead: "You may use Switchhook under MIT or Apache-2.0. It is built with:",
};
