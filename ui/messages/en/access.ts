// The words of the tab that says what Switchhook keeps of an account, and who may use it.
import type { Vault } from "../../contract/Vault";
import type { Granted } from "../../state/granted";
import { quoted } from "../format";

export const access = {
  connection: {
    title: "Connection",
    connected: "Connected",
    signedInAs: (name: string) => `Signed in as ${name}`,
    someone: "Signed in as a teammate",
    unknownTeammate: "Intercom hasn’t said who it is.",
    reconnect: "Reconnect",
  },
  permissions: {
    title: "Permissions",
    lead: "What the app may read. You choose it in Intercom’s Developer Hub.",
    state: {
      granted: "granted",
      missing: "missing",
      unknown: "not known yet",
    } satisfies Record<Granted, string>,
    fix: "Fix",
    fixIt: (permission: string) => `Fix ${quoted(permission)}`,
  },
  stored: {
    title: "On this computer",
    lead: "All that Switchhook keeps of this workspace.",
    token: "Access token",
    tokenIn: {
      os_keyring: "Encrypted. The key is in your system’s keyring. Switchhook never shows the token.",
      session: "Encrypted, in memory until you quit. Switchhook never shows the token.",
    } satisfies Record<Vault["mode"], string>,
    tokenLocked: "Encrypted. Switchhook can’t reach the key in your keyring now.",
    figures: "Figures and status",
    figuresLead:
      "Numbers with their times and history, missing permissions, the API limit and the last problem. No messages and no customers.",
    names: "Names",
    namesLead:
      "The workspace with its region and time zone, the teammate with the email address, your own name and tags.",
    answer: "Intercom’s last answer about the account",
    answerLead: "The teammate and the workspace, as Intercom described them",
    noAnswer: "None yet.",
  },
  end: {
    title: "Disconnect",
    disable: "Turn off for now",
    disableLead: "Switchhook stops refreshing the account and keeps everything.",
    enable: "Turn on again",
    enableLead: "The account is off. Switchhook has kept everything.",
    forget: "Remove from this computer",
    forgetLead: "Deletes the account, its tags, saved data and token here. The token keeps working at Intercom.",
    forgetDo: "Remove…",
    uninstall: "Uninstall from Intercom",
    uninstallLead: "Asks Intercom to remove the app from the workspace. Then its tokens stop working everywhere.",
    uninstallDo: "Uninstall…",
  },
  developer: {
    title: "For developers",
    id: "Workspace id",
    clientId: "Client id",
    limit: "API limit",
    limitFree: (percent: number) => `${percent} % free`,
  },
};
