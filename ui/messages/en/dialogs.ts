// The words of the dialogs about one account or several.
import type { Share } from "../../state/share";
import { allOf, count, quoted } from "../format";
import { accounts, stopped } from "./common";

export const rename = {
  title: "Rename account",
  field: "Name",
  hint: "Choose a name for this computer. The name at Intercom stays the same.",
};

export const tags = {
  title: (name: string) => `Tags of ${quoted(name)}`,
  lead: "Tags stay on this computer.",
};

export const forget = {
  title: (name: string) => `Remove ${quoted(name)} from this computer?`,
  lead: "Switchhook deletes the account, its tags, its saved data and its token here. The token keeps working at Intercom until you uninstall the app.",
  confirm: "Remove account",
};

export const forgetMany = {
  title: (many: number) => `Remove ${accounts(many)} from this computer?`,
  lead: "Switchhook deletes the accounts, their tags, their saved data and their tokens here. The tokens keep working at Intercom until you uninstall the apps.",
  others: (many: number) => `and ${count(many)} more`,
  confirm: (many: number) => `Remove ${accounts(many)}`,
};

export const many = {
  stop: "Stop",
  stopping: "Stopping…",
  progress: (done: number, of: number) => `${count(done)} of ${count(of)}`,
  failed: (done: number, of: number) =>
    of === 1 ? "It failed." : `Done for ${count(done)} of ${accounts(of)}. The others failed.`,
  stopped,
  names: (names: string[], others: number) =>
    allOf([...names.map(quoted), others === 0 ? null : others === 1 ? "1 other" : `${count(others)} others`]),
};

export const tagMany = {
  title: (many: number) => `Tags of ${accounts(many)}`,
  lead: "A tick means that all accounts have the tag. A dash means that some have it. Tags that you don’t touch stay the same.",
  field: "Find or add a tag",
  known: "Tags",
  none: "No tags yet. Type one and press Enter.",
  add: (tag: string) => `Add ${quoted(tag)}`,
  turned: (tag: string, share: Share) =>
    `${quoted(tag)}: ${{ all: "on", some: "as it was, on some", none: "off" }[share]}`,
  on: (carriers: number, of: number) => `${count(carriers)} of ${count(of)}`,
};

export const uninstall = {
  title: (name: string) => `Uninstall the app from ${quoted(name)}?`,
  lead: (app: string, workspace: string) =>
    `This asks Intercom to remove the app ${quoted(app)} from the workspace ${quoted(workspace)}. ${CONNECTIONS}`,
  leadToken: (workspace: string) =>
    `This asks Intercom to remove the app of this token from the workspace ${quoted(workspace)}. ${CONNECTIONS}`,
  others: (names: string[]) =>
    names.length === 1
      ? `${quoted(names[0] ?? "")} disconnects too. It uses the same app and workspace.`
      : `${count(names.length)} more accounts disconnect too: ${allOf(names.map(quoted))}. They use the same app and workspace.`,
  maybe: (names: string[]) =>
    names.length === 1
      ? `${quoted(names[0] ?? "")} may disconnect too. It is in the same workspace, and ${UNKNOWN_APP}`
      : `${count(names.length)} more accounts may disconnect too: ${allOf(names.map(quoted))}. They are in the same workspace, and ${UNKNOWN_APP}`,
  /** `others`: how many other accounts disconnect, or may. */
  after: (others: number) =>
    others === 0
      ? "The account stays here. Reconnect it to use it again, or remove it from this computer."
      : "The accounts stay here. Reconnect those that disconnect, or remove them from this computer.",
  confirm: "Uninstall app",
};

const CONNECTIONS = "Every connection of this app to that workspace stops working.";
const UNKNOWN_APP = "Switchhook can’t tell which app a token belongs to.";
