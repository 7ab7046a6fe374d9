// The words for links that belong to no waiting attempt.
import type { LinkError } from "../../contract/LinkError";
import { type WordsOf, worded } from "./words";

const words = {
  foreign: () => ({
    message: "This link goes to an address that is not Switchhook’s.",
    hint: "Paste the whole address of the last page in your browser.",
  }),
  malformed: () => ({
    message: "This is not a complete answer from Intercom.",
    hint: "Paste the whole address of the last page in your browser, to its very end.",
  }),
  state_missing: () => ({
    message: "A part of this link is missing, so Switchhook can’t tell which attempt it answers.",
    hint: "Paste the whole address, or start again.",
  }),
  state_unknown: () => ({
    message: "This link belongs to no attempt of this computer.",
    hint: "Start again, and finish in the page that opens.",
  }),
  state_used: () => ({
    message: "This link was used already.",
    hint: "Start again, unless the account is connected.",
  }),
  state_expired: () => ({
    message: "The attempt waited too long for its answer.",
    hint: "Start again, and finish in the page that opens.",
  }),
  cancelled: () => ({
    message: "The attempt was cancelled.",
    hint: "Start again whenever you like.",
  }),
  sealed_invalid: () => ({
    message: "Switchhook can’t decrypt this link, though it names one of your attempts.",
    hint: "Start again. If it happens again, someone may have changed the bridge page.",
  }),
  unsealed: () => ({
    message: "This link didn’t come through the bridge page, so Switchhook can’t use it for this attempt.",
    hint: "Finish in the page that opened, or paste the address of the bridge page.",
  }),
} satisfies WordsOf<LinkError>;

export const link = (problem: LinkError) => worded(words, problem);
