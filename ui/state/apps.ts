// The person's own Intercom apps: the form's fields, and the actions.
import { addRegistration, editRegistration, registrationAccounts, removeRegistration } from "../api";
import type { AppForm } from "../contract/AppForm";
import type { Registration } from "../contract/Registration";
import { en } from "../messages/en";
import { desk } from "./desk.svelte";

export {
  appGuide,
  checkBridge,
  copyClientId,
  copyRedirectUri,
  copyRequest,
  openDeveloperHub,
  replaceSecret,
} from "../api";
export const accountsOf = registrationAccounts;

/** The fields of the form. An empty `workspace` means any workspace. */
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

/** The form as it is sent. Id and address stay as typed, so that Rust can name a mistake of copying. */
export const formOf = ({ name, client_id, redirect_uri, region, workspace }: Draft): AppForm => ({
  name: name.trim(),
  client_id,
  redirect_uri,
  region,
  workspace: workspace.trim() || null,
});

/** Whether the change needs a secret: another client id has another secret. */
export const takesSecret = (app: Registration, draft: Draft) => draft.client_id !== app.client_id;

/** Adds the app. Calls `taken` once the form is no longer needed. */
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
  desk.show({ kind: "settings", section: "apps" });
}

/** The most accounts to name. The others are counted. */
const NAMED = 8;

/** The accounts of an app, as part of a sentence. */
export function namesOf(accounts: string[]): string {
  const named = accounts.length <= NAMED + 1 ? accounts : accounts.slice(0, NAMED);
  return en.many.names(named, accounts.length - named.length);
}

/** Finds the accounts of the app, then asks. */
export async function askToRemove(app: Registration) {
  const accounts = await registrationAccounts(app.id);
  if (desk.dialog.kind === "none") desk.dialog = { kind: "removeApp", registrationId: app.id, accounts };
}

export async function removeApp(id: string) {
  await removeRegistration(id);
  await desk.refresh();
}
