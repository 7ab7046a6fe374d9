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
      lead: "Paste exactly this address.",
    },
    secret: {
      title: "Copy the client id and the secret",
      place: ["Configure", "Basic information"],
      lead: "Copy both, with no spaces.",
    },
    name: { title: "Name the app", lead: "The name stays on this computer." },
  },
  region: "Region",
  redirect: "Redirect URL",
  redirectHint: {
    paste:
      "Expect an error page in your browser after you approve. Copy the address of that page and paste it into Switchhook.",
    bridge:
      "Put your bridge page at this address. A bridge page is a web page of yours that sends Intercom’s answer back here.",
    loopback:
      "Use this address with a sandbox. Your browser then returns here by itself. Intercom takes only https addresses.",
    direct: "Use this address with a sandbox. Intercom takes only https addresses.",
  } satisfies Record<ReturnRoute, string>,
  redirectUnclearHint: "Enter a whole address that begins with https.",
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
