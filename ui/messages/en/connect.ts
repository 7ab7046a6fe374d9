// The words of the first start and of the ways to connect an account.
import type { Region } from "../../contract/Region";
import type { ReturnRoute } from "../../contract/ReturnRoute";
import { quoted } from "../format";
import { region, route } from "./common";

export const empty = {
  title: "Your Intercom accounts, in one safe place",
  lead: "See all your Intercom workspaces in one window, even offline. Your scripts can use them without holding a token.",
  secrets: {
    title: "How tokens are protected",
    os_keyring:
      "Switchhook encrypts tokens on this computer and never shows them. Only the key in your system’s keyring, where programs keep passwords, can unlock them.",
    session: "Switchhook keeps tokens in memory until you quit. It never shows them.",
    /** While the keyring does not give the key. A notice above gives the reason and the help. */
    barred:
      "Switchhook can’t keep a token now, because the key to it belongs in a keyring. Do first what the note above says.",
  },
  ways: {
    title: "How to connect",
    lead: "Paste an access token (quickest), or sign in through your browser with your own Intercom app. The sandbox needs no account.",
  },
};

export const sheet = {
  title: "Connect an account",
  lead: "Choose how to connect.",
  app: (name: string) => `Sign in with ${quoted(name)}`,
  appDetail: (where: Region, by: ReturnRoute) => `${region[where]} · ${route[by]}`,
  added: (name: string) => `You added ${quoted(name)}. Sign in with it to connect an account.`,
  manage: "Manage your Intercom apps",
  token: "Paste an access token",
  tokenDetail: "Quickest. You need to be a teammate of the workspace.",
  sandbox: "Try it with the sandbox",
  sandboxDetail: "You need nothing. Its data is made up.",
  ownApp: {
    title: "Use your own Intercom app",
    lead: "Set it up once, then sign in to each workspace in your browser. How does your browser come back?",
    way: {
      bridge: ["By your bridge page", "You need a small web page that you host. Your browser comes back by itself."],
      paste: ["By an address that you paste", "You need nothing else. You paste one address for each account."],
      loopback: [
        "By an address on this computer",
        "You need a server that accepts http. Intercom accepts only https, a sandbox accepts both.",
      ],
      direct: [
        "By Switchhook’s own links",
        "You need a server that accepts such links. Intercom accepts only https, a sandbox accepts both.",
      ],
    } satisfies Record<ReturnRoute, [string, string]>,
  },
  which: {
    title: "Which one do I need?",
    ways: [
      [
        "A token",
        "For a workspace you’re a teammate of. Copy it from any app of yours in the Developer Hub. You set up nothing else.",
      ],
      [
        "Your own app",
        "For several workspaces, or for teammates who sign in themselves. Intercom must review the app before it connects workspaces you’re not in.",
      ],
      ["The sandbox", "For a look around first. Its data is made up, and nothing leaves this computer."],
    ],
  },
};
