// The actions that connect accounts. Each one shows the tracker of its attempt.
import * as api from "../api";
import type { Attempt } from "../contract/Attempt";
import { desk } from "./desk.svelte";
import { handler } from "./handler.svelte";
import { accountById } from "./list";
import { connectionOf } from "./remedy";

export { copyAttemptDetails, openAgain, pasteAddress, retryAttempt } from "../api";

/** Begins an attempt. `workspace`: the only one to accept. */
export const connect = (registrationId: string, reconnects: string | null = null, workspace: string | null = null) =>
  begun(api.beginConnect(registrationId, reconnects, workspace));

export const connectSandbox = () => begun(api.beginSandbox());

async function begun(attempt: Promise<string>) {
  const id = await attempt;
  await desk.refresh();
  desk.showAttempt(id);
  void handler.ask();
}

/** Tries again to connect the same workspace, and dismisses the ended attempt. */
export async function again(attempt: Attempt) {
  const to = connectionOf(attempt);
  await (to === "sandbox" ? connectSandbox() : connect(to.registrationId, to.reconnects, to.workspace));
  await api.dismissAttempt(attempt.id);
}

/** Cancels the attempt and leaves its page. */
export async function cancel(attempt: Attempt) {
  await api.cancelAttempt(attempt.id);
  await close(attempt);
}

/** Adds the workspace that answered instead of the awaited one. */
export const keep = (attempt: Attempt) => api.resolveRefused(attempt.id, true);

/** Removes the token of an attempt and leaves its page. */
export async function discard(attempt: Attempt) {
  await api.resolveRefused(attempt.id, false);
  await close(attempt);
}

export async function copyLink(attempt: Attempt) {
  await api.copyLink(attempt.id);
  desk.note = { kind: "copied", attemptId: attempt.id };
}

/** Opens the field for the address, and hides the note that the link was copied. */
export function startPasting(attempt: Attempt) {
  desk.pasting = attempt.id;
  desk.note = null;
}

/** Replaces an attempt from before a restart, since its link can't be shown again. */
export async function startOver(attempt: Attempt) {
  await api.cancelAttempt(attempt.id);
  await again(attempt);
}

export async function close(attempt: Attempt) {
  await api.dismissAttempt(attempt.id);
  desk.leaveAttempt(attempt.id);
}

/** Adds a pasted token. Calls `taken` once the form is no longer needed. */
export async function addToken(token: string, replaces: string | null, taken: () => void) {
  const before = desk.overview;
  const accountId = await api.addToken(token, replaces);
  taken();
  await desk.refresh();
  const known = before !== null && accountById(before, accountId) !== undefined;
  desk.showArrival({ kind: known ? "reconnected" : "connected", accountId });
}
