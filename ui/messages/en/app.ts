// The words of a person's own Intercom apps: the guide, the form, and the dialogs about one app.
import type { FigureName } from "../../contract/FigureName";
import type { Region } from "../../contract/Region";
import type { ReturnRoute } from "../../contract/ReturnRoute";
import { allOf, quoted } from "../format";
import { figurePhrase } from "./common";

export const app = {
  title: "Use your own Intercom app",
  lead: "Make the app in Intercom’s Developer Hub, then enter its details here.",
  titleFor: (name: string) => `Edit ${quoted(name)}`,
  leadFor: "Accounts that you connected with it stay connected.",
  step: {
    region: {
      title: "Choose the region",
      hint: "Look at your browser’s address bar when you use Intercom. Make the app in that region, too.",
    },
    create: {
      title: "Create the app",
      place: ["Developer Hub", "Your apps", "New app"],
      lead: {
        us: "Give it a name and choose a workspace. A free development workspace will do.",
        eu: "Give it a name and choose your paid workspace in Europe. Development workspaces are always in the United States.",
        au: "Give it a name and choose your paid workspace in Australia. Development workspaces are always in the United States.",
      } satisfies Record<Region, string>,
      review:
        "At first the app connects only workspaces you belong to. Intercom must review it before it connects others.",
    },
    permissions: {
      title: "Tick what it may read",
      place: ["Configure", "Authentication", "Edit"],
      lead: "Tick “Use OAuth”, then these permissions. Skip one and you won’t see what’s next to it.",
      label: "Permissions, and what each one is for",
      identity: "the workspace and its teammate",
      opens: (names: FigureName[]) => allOf(names.map((name) => figurePhrase[name])),
    },
    redirect: {
      title: "Add the redirect URL",
      place: ["Configure", "Authentication", "Redirect URLs"],
      lead: "Add exactly the address below.",
    },
    secret: {
      title: "Copy the client id and the secret",
      place: ["Configure", "Basic information"],
      lead: "Copy both, with no spaces.",
    },
    name: { title: "Name the app", lead: "The name stays on this computer." },
  },
  region: "Region",
  steps: "Steps",
  way: "How does your browser come back?",
  ways: {
    bridge: ["Bridge page", "You host a small web page."],
    paste: ["Pasted address", "You host nothing, and paste an address."],
    loopback: ["This computer", "Not with Intercom itself."],
    direct: ["Switchhook’s links", "Not with Intercom itself."],
  } satisfies Record<ReturnRoute, [string, string]>,
  redirect: "Redirect URL",
  redirectHint: {
    paste:
      "Expect an error page in your browser after you approve. Copy the address of that page and paste it into Switchhook.",
    bridge:
      "Enter the address of your bridge page. To make one, run “switchhook bridge write bridge” in a terminal, and upload that folder.",
    loopback:
      "Use this address with a server that accepts http, such as a sandbox. Intercom accepts only https. Choose another port if a program uses this one.",
    direct: "Use this address with a server that accepts it, such as a sandbox. Intercom accepts only https.",
  } satisfies Record<ReturnRoute, string>,
  /** Why an address can't be the redirect URL. */
  redirectFault: {
    unclear:
      "Your browser can’t come back to Switchhook from this address. Enter one that begins with https, or with http on this computer.",
    other: (fits: ReturnRoute) => {
      const [way] = app.ways[fits];
      return `This address belongs to ${quoted(way)}. Choose that above, or enter another address.`;
    },
  },
  bridge: {
    check: "Check the page",
    ours: (version: string) => `This is Switchhook’s bridge page, version ${version}.`,
    lacks: (headers: string[]) =>
      `The page works. Its host should also send ${headers.length === 1 ? "this header" : "these headers"}: ${headers.join(", ")}.`,
    foreign:
      "Another page is at this address. Upload the bridge page again, and check that your host changes nothing in it.",
  },
  copy: "Copy",
  /** The label of one copy button among several, for a screen reader. */
  copyIt: (what: string) => `Copy: ${what}`,
  copied: "Copied.",
  clientId: "Client id",
  secret: "Client secret",
  secretHint: "Type it once. Switchhook encrypts it and never shows it again.",
  otherSecretHint: (all: string, many: number) =>
    [
      "Enter the secret of the new client id.",
      many === 0 ? "" : `After that, you can’t reconnect ${all} with this app.`,
    ]
      .filter(Boolean)
      .join(" "),
  name: "Name",
  workspace: "Only this workspace",
  workspaceHint:
    "Enter a workspace’s id, or leave empty to connect any workspace. The id is in the address of its pages, after /apps/.",
  optional: "optional",
  add: "Add app",
};

export const replaceSecret = {
  title: (name: string) => `Replace the secret of ${quoted(name)}`,
  lead: "First replace it in the Developer Hub, under Configure › Basic information. Your accounts stay connected. New connections use the new secret.",
  confirm: "Replace secret",
};

export const removeApp = {
  title: (name: string) => `Remove ${quoted(name)}?`,
  lead: "Switchhook deletes the app and its secret from this computer. Nothing changes at Intercom.",
  unused: "You connected no account with it.",
  dependents: (all: string, many: number) =>
    many === 1
      ? `You connected ${all} with it. The account keeps working, but you can reconnect it only after you add the app again.`
      : `You connected ${all} with it. They keep working, but you can reconnect them only after you add the app again.`,
  confirm: "Remove app",
};
