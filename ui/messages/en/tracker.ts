// The words of one attempt to connect an account: headline, steps and buttons.
import type { AccountCard } from "../../contract/AccountCard";
import type { Answered } from "../../contract/Answered";
import type { Attempt } from "../../contract/Attempt";
import type { Failure } from "../../contract/Failure";
import type { Registration } from "../../contract/Registration";
import type { ReturnRoute } from "../../contract/ReturnRoute";
import type { Stage } from "../../contract/Stage";
import { asTitle, quoted } from "../format";
import { describe, paragraph } from "../problems";
import { region, workspaceAs } from "./common";

/** Names the workspace that answered instead of the awaited one. Two workspaces with equal names need their ids. */
const answeredAs = ({ workspace, admin, ids }: Answered, awaited?: AccountCard) => {
  const came = workspaceAs(workspace, admin);
  const isNamedAlike = awaited !== undefined && came === workspaceAs(awaited.name, awaited.teammate);
  return isNamedAlike && ids !== null ? `${came} (${ids})` : came;
};

const UNCHANGED = "Nothing has changed on this computer.";

/** Adds that nothing has changed. A hint that says so itself (`saysUnchanged`) says it once. */
const ended = (lead: string, saysUnchanged = false) => [lead, saysUnchanged ? "" : UNCHANGED].filter(Boolean).join(" ");

/** Headline and sentence of an attempt that failed, from the words of its error. */
function failed(error: Failure) {
  const { message, hint, saysUnchanged } = describe(error);
  return error.code === "provider_unreadable"
    ? { title: "Switchhook can’t read Intercom’s answer", lead: ended(`${message} ${hint}`, saysUnchanged) }
    : { title: asTitle(message), lead: ended(hint, saysUnchanged) };
}

/** Headline and sentence of each stage. */
const stage = {
  awaiting: (attempt: Attempt, left: string) =>
    attempt.no_browser
      ? {
          title: "Switchhook couldn’t open a browser",
          lead: `Copy the link and open it in a browser yourself. ${left} left.`,
        }
      : {
          title: "Continue in your browser",
          lead: `Switchhook asked your browser to open ${attempt.sandbox ? "the sandbox" : attempt.host.replace(/:\d+$/, "")}. Authorize ${quoted(attempt.registration)} there. ${left} left.`,
        },
  exchanging: () => ({
    title: "Intercom is answering…",
    lead: "Switchhook is getting the token. You can’t cancel now. It takes 20 seconds at most.",
  }),
  identifying: () => ({
    title: "Almost there",
    lead: "Switchhook encrypted the token on this computer. It is asking Intercom which workspace the token opens.",
  }),
  unsaved: () => ({
    title: "Connected, but not saved yet",
    lead: "Intercom gave a token, but Switchhook couldn’t save it. If you quit now, you lose the token.",
  }),
  connected: () => ({ title: "Connected", lead: "Switchhook identified the workspace and saved the account." }),
  already_connected: () => ({
    title: "Connected again",
    lead: "This workspace was here already. Switchhook replaced its token.",
  }),
  unverified: ({ account_id, reconnects, error }: Attempt) =>
    account_id === null
      ? {
          title: "Switchhook couldn’t identify the workspace",
          lead: error
            ? paragraph(error)
            : `Intercom gave a token, but didn’t say which workspace it opens. ${reconnects === null ? "Switchhook keeps the token, and has added no account." : "Switchhook keeps the token. The account keeps its old one."}`,
        }
      : { title: "Saved", lead: "Switchhook saved the account. Refresh it to see its workspace." },
  refused: ({ answered, workspace }: Attempt, _left: string, awaited?: AccountCard) => {
    const came = answered ? answeredAs(answered, awaited) : "another one";
    const wanted = awaited
      ? `You reconnected ${workspaceAs(awaited.name, awaited.teammate)}`
      : `You wanted only the workspace ${quoted(workspace ?? "?")}`;
    return {
      title: "Another workspace answered",
      lead: `${wanted}, but your browser is signed in to ${came}. ${awaited ? "Switchhook kept the old token." : "Switchhook has added no account yet."} Add this workspace as a new account, or remove its token from this computer.`,
    };
  },
  denied: () => ({
    title: "Access was declined",
    lead: `Intercom answered that access was declined. ${UNCHANGED}`,
  }),
  failed: ({ error, claimed_at }: Attempt) =>
    error
      ? failed(error)
      : {
          title: "Switchhook couldn’t connect",
          lead: ended(claimed_at ? "You signed in, but a later step failed." : ""),
        },
  expired: () => ({
    title: "No answer came",
    lead: `Your browser didn’t come back within 30 minutes. ${UNCHANGED} Try again.`,
  }),
  cancelled: ({ error }: Attempt) => ({
    title: error ? asTitle(describe(error).message) : "Cancelled",
    lead: `${UNCHANGED} If your browser still comes back, Switchhook ignores its answer.`,
  }),
  interrupted: () => ({
    title: "Interrupted while connecting",
    lead: "Switchhook stopped while Intercom was answering. Connect again. You may have to authorize again.",
  }),
} satisfies Record<Stage, (attempt: Attempt, left: string, awaited?: AccountCard) => { title: string; lead: string }>;

export const tracker = {
  stage,
  steps: "Progress",
  openAgain: "Open again",
  startOver: "Start over",
  lostLink: "You restarted Switchhook since this attempt began, so it can’t show the link again.",
  copyLink: "Copy link",
  stillHere: "No browser came up? Copy the link and open it yourself.",
  paste: "Paste the address…",
  pasteField: "Address of the last page in your browser",
  pasteHint: "Paste the whole address. Switchhook uses it once and doesn’t keep it.",
  pasteUse: "Use address",
  pasteClipboard: "From clipboard",
  portUnavailable: (port: number) =>
    `${port < 1024 ? `Your system gives port ${port} to no program of yours` : `Another program uses port ${port}`}, so your browser can’t come back by itself. After you authorize, copy the address of the page and paste it here.`,
  pasteRoute:
    "After you authorize, your browser shows an error page. That’s expected. Copy its address and paste it here.",
  emptyReturn:
    "Your browser came back without an answer, perhaps because you went back a page. Authorize there, or open the page again.",
  strays: (count: number) =>
    count === 1
      ? "Switchhook ignored 1 link that was not Intercom’s answer."
      : `Switchhook ignored ${count} links that were not Intercom’s answer.`,
  /** Help for a person whose attempt had no answer for a minute: the usual causes. */
  overdue: {
    title: "No answer yet?",
    said: "No answer has come yet. Help is below the buttons.",
    authorize: "Find the page in your browser and authorize there. If it is gone, open it again.",
    causes: {
      direct: [
        "Your browser asks whether it may open Switchhook. Allow it.",
        "If nothing happens after you authorize, another program may open Switchhook’s links. Copy the link to Switchhook from that page and paste it here.",
      ],
      bridge: [
        "Your browser asks whether it may open Switchhook. Allow it, or press “Open Switchhook” on your bridge page.",
        "If your bridge page doesn’t load or looks different, it is not at the app’s redirect URL. Check its address in the settings.",
        "In every case you can copy the whole address of that page and paste it here.",
      ],
      loopback: [
        "The browser must run on this computer. Copy the link only into a browser here.",
        "If the browser can’t reach localhost, a proxy or an extension stops it. Copy the whole address of that page and paste it here.",
      ],
      paste: [
        "The error page in your browser is expected. Copy its whole address and paste it here.",
        "The address is good for five minutes. If it is older, open the page again and authorize once more.",
      ],
    } satisfies Record<ReturnRoute, string[]>,
  },
  replaceSecret: "Replace the secret…",
  pageHelp: {
    title: "The page shows an error?",
    causes: ({ redirect_uri, region: where }: Registration) => [
      `If the redirect URL is invalid, add ${redirect_uri} to the app’s Redirect URLs. Copy it exactly, then open the page again.`,
      `If the page doesn’t find your workspace, check the app’s region. This page is for workspaces in ${where === "us" ? "the " : ""}${region[where]}. After a change, start over.`,
      "If you can only request the installation, a teammate must authorize. They need the permission “Can install, configure and delete apps”.",
    ],
  },
  keep: "Add as a new account",
  discard: "Remove…",
  after: (span: string) => `after ${span}`,
  /** The state of a step, for a person who can't see its sign. */
  mark: { done: "done", now: "now", next: "to come", stopped: "stopped", failed: "failed" },
  vault: { os_keyring: "in your system’s keyring", session: "in memory, until you quit" },
  step: {
    vault: { label: "Encryption key ready", failed: "Encryption key not ready" },
    browser: { label: "Link sent to your browser", failed: "No browser opened" },
    consent: { label: "You authorized", now: "Waiting for you to authorize", failed: "Not authorized" },
    link: { label: "Answer received", failed: "Answer not accepted" },
    exchange: { label: "Token received", now: "Getting the token", failed: "No token received" },
    store: {
      label: "Workspace saved",
      now: "Identifying the workspace",
      failed: "Workspace not saved",
    },
    codeRejected: "Code not accepted",
  },
  stopped: {
    denied: "Declined in the browser",
    expired: "Not finished in time",
    cancelled: "Cancelled",
    interrupted: "Interrupted",
    refused: "Another workspace",
    unverified: "Workspace unknown",
  },
};

/** The dialog that removes a token of which no account was made. */
export const discard = {
  title: "Remove the token?",
  lead: "Switchhook deletes it from this computer. To connect the workspace later, connect again. The token keeps working at Intercom until you uninstall the app.",
  confirm: "Remove token",
};
