// The words for problems of attempts to connect an account.
import type { AttemptProblem } from "../../contract/AttemptProblem";
import type { CodeRejection } from "../../contract/CodeRejection";
import { provider } from "./provider";
import { named, type Words, type WordsOf, worded } from "./words";

const words = {
  not_found: () => ({
    message: "There is no such attempt.",
    hint: "Choose an attempt from the list.",
  }),
  too_many: ({ most }) => ({
    message: `${most} attempts are already waiting for an answer.`,
    hint: "Cancel one of them, or let it expire. An attempt waits 30 minutes at most.",
  }),
  other_app: ({ registration }) => ({
    message: `You didn’t connect this account with “${registration}”.`,
    hint: "Reconnect it with its own app, or connect it as a new account.",
  }),
  other_workspace: ({ registration, only, asked }) => ({
    message: `“${registration}” connects only the workspace “${only}”, not “${asked}”.`,
    hint: "Leave the workspace out, choose another app, or edit this one.",
  }),
  port_unavailable: ({ port, is_taken }) => ({
    message: is_taken
      ? `Another program uses port ${port}, so it would receive the answer. Nothing was started.`
      : `This computer doesn’t let Switchhook listen on port ${port}. Nothing was started.`,
    hint: is_taken
      ? "Quit that program, or choose another redirect URL. Then connect again."
      : "Choose a redirect URL with a port above 1023, and connect again.",
  }),
  url_forgotten: () => ({
    message: "The program that made this link is closed, so Switchhook can’t show the link again.",
    hint: "Cancel the attempt and start again.",
  }),
  denied: () => ({
    message: "Access was declined in the browser.",
    hint: "Start again when you are ready to authorize.",
  }),
  not_authorized: () => ({
    message: "Intercom reported an error instead of giving access.",
    hint: "Try again, or check the app’s settings in the Developer Hub.",
  }),
  code_rejected: ({ reason }) => rejected[reason],
  expired: () => ({
    message: "The attempt waited too long for its answer.",
    hint: "Start again, and finish in the page that opens.",
  }),
  cancelled: () => ({
    message: "The attempt was cancelled.",
    hint: "Start again whenever you like.",
  }),
  registration_removed: ({ registration }) => ({
    message: `The app “${registration}” was removed before its answer came.`,
    hint: "Connect with another app, or add this one again.",
  }),
  interrupted: () => ({
    message: "Switchhook stopped while Intercom was answering.",
    hint: "Connect again. You may have to authorize again.",
  }),
  unsaved: () => ({
    message: "Switchhook couldn’t save the new token. If you quit now, you lose it.",
    hint: "Make room on the disk, or quit the program that keeps the database busy. Then try again.",
  }),
  token_lost: () => ({
    message: "Switchhook couldn’t save the new token, and has lost it.",
    hint: "Make room on the disk, or quit the program that keeps the database busy. Then connect again.",
  }),
  left: () => ({
    message: "Switchhook stopped before the attempt was finished.",
    hint: "Start Switchhook again to go on. It kept the token.",
  }),
  answering: () => ({
    message: "Intercom is answering this attempt. You can’t stop or change it now.",
    hint: "Wait 20 seconds at most.",
  }),
  decided: () => ({
    message: "This attempt needs no more decision from you.",
    hint: "Look at its result in the list.",
  }),
  still_awaiting: () => ({
    message: "This attempt is still waiting for its answer.",
    hint: "Finish it in the browser, or cancel it.",
  }),
  workspace_unknown: () => ({
    message: "Switchhook doesn’t know yet which workspace this token opens, so it can’t add an account.",
    hint: "Try again, or remove the token.",
  }),
  another_again: () => ({
    message: "You signed in to another workspace than Switchhook expected. Another try brings the same answer.",
    hint: "Add that workspace as a new account, or remove its token from this computer.",
  }),
  another: ({ came, awaited }) => ({
    message: `Your browser is signed in to ${named(came)}. Switchhook expected ${named(awaited)}.`,
    hint: "Sign in to the expected workspace in your browser, or open the link in a private window. Then start again.",
  }),
  account_forgotten: ({ came }) => ({
    message: `You signed in to ${named(came)}, but the account that you reconnected was removed meanwhile.`,
    hint: "Add the workspace as a new account, or remove its token from this computer.",
  }),
  not_compared: ({ why, is_dead }) => {
    const message = "Intercom gave a token, but Switchhook couldn’t tell which workspace it opens.";
    if (why === null) return { message, hint: "Try again, or remove the token. Switchhook keeps it until then." };
    const cause = provider(why);
    const both = `${message} ${cause.message}`;
    if (is_dead) return { message: both, hint: "Remove the token, and connect again." };
    return { ...cause, message: both, hint: `${cause.hint} If that does not help, remove the token.` };
  },
  secret_damaged: () => ({
    message: "Switchhook can’t decrypt what it saved for this attempt, because another program changed the database.",
    hint: "Cancel the attempt and connect again.",
  }),
  no_details: () => ({
    message: "This attempt has no error to copy.",
    hint: "Choose an attempt that failed.",
  }),
} satisfies WordsOf<AttemptProblem>;

/** The words for a code that the token endpoint refused. */
const rejected = {
  unclear: {
    message: "The sign-in worked, but Intercom refused the one-time code that came back.",
    hint: "Try again. Most often the code is older than five minutes, or the client secret was replaced in the Developer Hub.",
  },
  client: {
    message: "The sign-in worked, but Intercom refused the app’s client id or secret.",
    hint: "Type the client secret again. It may have been replaced in the Developer Hub, or swapped with the client id.",
  },
  spent: {
    message: "The sign-in worked, but Intercom refused the one-time code that came back.",
    hint: "Connect again. The one-time code was older than five minutes, or already used.",
  },
  end_missing: {
    message: "The sign-in worked, but Intercom refused the one-time code that came back.",
    hint: "Connect again and paste the whole address. Its end may be missing, such as a “=”.",
  },
} satisfies Record<CodeRejection, Words>;

export const attempt = (problem: AttemptProblem) => worded(words, problem);
