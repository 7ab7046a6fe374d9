// The words of the settings.
import type { Section } from "../../state/place";

export const settings = {
  title: "Settings",
  sections: { general: "General", apps: "Intercom apps", about: "About" } satisfies Record<Section, string>,
  noApps: "You have no Intercom app of your own here.",
  theme: "Theme",
  themes: { system: "Match system", light: "Light", dark: "Dark" },
  refresh: "Refresh",
  refreshDaily: "Refresh each account once a day, while Switchhook is open",
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
  keyIn: { os_keyring: "in your system’s keyring", session: "in memory, until you quit" },
  folder: "Data folder",
  version: "Version",
  development: "(development build)",
  licences: "Licences",
  licencesLead: "You may use Switchhook under MIT or Apache-2.0. It is built with:",
};
