// The words of the note below the page: what has just happened.
import type { Checked } from "../../state/checked";
import { count, quoted } from "../format";
import { accounts, isStatus, stopped } from "./common";

export const note = {
  connected: (name: string) => `${quoted(name)} is connected.`,
  reconnected: (name: string) => `${quoted(name)} is connected again.`,
  again: (name: string) =>
    `You connected ${quoted(name)} again, because your browser is signed in to it. To reach another workspace, choose Copy link when you connect. Open the link in a private window or another browser.`,
  /** The account's page says what is still open. */
  unverified: (name: string) => `Switchhook saved ${quoted(name)}.`,
  copied: "Link copied. Open it in a private window or another browser.",
  addTag: "Add tag",
  connectAnother: "Connect another",
  wrongWorkspace: "Wrong workspace?",
  forgotten: (many: number) => `Switchhook removed ${accounts(many)} from this computer.`,
  tagged: (many: number) => `Switchhook saved the tags of ${accounts(many)}.`,
  checked: ({ done, of, notUpdated, unread, problems }: Checked) => {
    if (of === 0) return "Nothing to refresh. Switchhook skips disabled accounts.";
    const missed = [
      ...(unread === 0 ? [] : [`Switchhook couldn’t read the open conversations of ${accounts(unread)}.`]),
      ...(notUpdated === 0 ? [] : [`Switchhook couldn’t refresh ${accounts(notUpdated)}.`]),
    ];
    if (done < of) return [stopped(done, of), ...missed].join(" ");
    const updated = of - notUpdated;
    if (updated === 0) return missed.join(" ");
    const found = problems.map(({ status: is, count: many }) => `${count(many)} ${isStatus[is](many)}`).join(", ");
    const all = updated === 1 ? "It is connected" : "All are connected";
    return [`Refreshed ${accounts(updated)}.`, `${found || all}.`, ...missed].join(" ");
  },
};
