// The words for links that no attempt takes.
import type { LinkError } from "../../contract/LinkError";
import { type WordsOf, worded } from "./words";

const words = {
  foreign: () => ({
    message: "This link goes to an address that is not Switchhook’s.",
    hint: "Paste the whole address of the page that your browser landed on.",
  }),
  malformed: () => ({
    message: "This is not a complete answer from Intercom.",
    hint: "Paste the whole address of the page that your browser ended on, to its very end.",
  }),
  state_missing: () => ({
    message: "This link carries no state, so nothing tells whom it is for.",
    hint: "Paste the whole address, or start the connection again.",
  }),
  state_unknown: () => ({
    message: "This link belongs to no connection attempt of this computer.",
    hint: "Start the connection again, and finish it in the page that opens.",
  }),
  state_used: () => ({
    message: "This link was used already.",
    hint: "Nothing is wrong if the account is connected; otherwise start again.",
  }),
  state_expired: () => ({
    message: "The attempt waited too long for its answer.",
    hint: "Start the connection again, and finish it in the page that opens.",
  }),
  cancelled: () => ({
    message: "The attempt was cancelled.",
    hint: "Start again whenever you like.",
  }),
  sealed_invalid: () => ({
    message: "This sealed link does not open for the attempt it names.",
    hint: "Start the connection again. If it comes back, the bridge page may have been changed.",
  }),
  unsealed: () => ({
    message: "This attempt takes only an answer that its bridge page has sealed.",
    hint: "Finish in the page that opened, or paste the address of the bridge page.",
  }),
} satisfies WordsOf<LinkError>;

export const link = (problem: LinkError) => worded(words, problem);
