// The person's own Intercom apps: what a form holds, what is asked, and the verbs.
import { addRegistration, editRegistration, registrationAccounts, removeRegistration } from "../api";
import type { AppForm } from "../contract/AppForm";
import type { Registration } from "../contract/Registration";
import type { ReturnRoute } from "../contract/ReturnRoute";
import { en } from "../messages/en";
import { desk } from "./desk.svelte";

export { appGuide, copyClientId, copyRedirectUri, openDeveloperHub, replaceSecret } from "../api";
export const accountsOf = registrationAccounts;

/** What is typed. `workspace` is empty where any is taken. */
export type Draft = Omit<AppForm, "workspace"> & { workspace: string };

export const emptyDraft = (redirectUri: string): Draft => ({
  name: "",
  client_id: "",
  redirect_uri: redirectUri,
  region: "us",
  workspace: "",
});

export const draftOf = ({ name, client_id, redirect_uri, region, workspace }: Registration): Draft => ({
  name,
  client_id,
  redirect_uri,
  region,
  workspace: workspace ?? "",
});

/** What is sent of it. Id and address go as they are: what was pasted by mistake is named, and not mended unseen. */
export const formOf = (draft: Draft): AppForm => ({
  ...draft,
  name: draft.name.trim(),
  workspace: draft.workspace.trim() || null,
});

/** Another client has another secret, so it is asked for with that change. */
export const takesSecret = (app: Registration, draft: Draft) => draft.client_id !== app.client_id;

/** How the answer will come home, as far as an address tells while it is typed; Rust has the last word. */
export function routeOf(redirectUri: string): ReturnRoute | null {
  if (!URL.canParse(redirectUri)) return null;
  const { protocol, hostname } = new URL(redirectUri);
  if (protocol !== "https:" && protocol !== "http:") return "direct";
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname) ? "paste" : "bridge";
}

/** `taken`: nothing of the form is needed any more. */
export async function addApp(draft: Draft, secret: string, taken: () => void) {
  const added = await addRegistration(formOf(draft), secret);
  taken();
  await desk.refresh();
  desk.show({ kind: "connect", added });
}

export async function saveApp(app: Registration, draft: Draft, secret: string, taken: () => void) {
  await editRegistration(app.id, formOf(draft), takesSecret(app, draft) ? secret : null);
  taken();
  await desk.refresh();
  desk.show({ kind: "connect" });
}

/** As many accounts are named; the others are counted. */
const NAMED = 8;

/** Accounts that depend on an app, in a sentence. */
export function namesOf(accounts: string[]): string {
  const named = accounts.length <= NAMED + 1 ? accounts : accounts.slice(0, NAMED);
  return en.many.names(named, accounts.length - named.length);
}

/** Who depends on it is known before the question is asked. */
export async function askToRemove(app: Registration) {
  const accounts = await registrationAccounts(app.id);
  if (desk.dialog.kind === "none") desk.dialog = { kind: "removeApp", registrationId: app.id, accounts };
}

export async function removeApp(id: string) {
  await removeRegistration(id);
  await desk.refresh();
}
