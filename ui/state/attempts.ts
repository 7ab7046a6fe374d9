// The verbs of connecting. Each ends with the tracker on what it began.
import * as api from "../api";
import type { Attempt } from "../contract/Attempt";
import type { Region } from "../contract/Region";
import { desk } from "./desk.svelte";
import { handler } from "./handler.svelte";
import { accountById } from "./list";
import { roadAgain } from "./remedy";

export { copyAttemptDetails, openAgain, pasteAddress, retryAttempt } from "../api";

/** `workspace`: the only one to take. */
export const connect = (registrationId: string, reconnects: string | null = null, workspace: string | null = null) =>
  begun(api.beginConnect(registrationId, reconnects, workspace));

export const connectSandbox = () => begun(api.beginSandbox());

async function begun(attempt: Promise<string>) {
  const id = await attempt;
  await desk.refresh();
  desk.showAttempt(id);
  void handler.ask();
}

/** The same road once more, to the same workspace; the ended attempt makes room for it. */
export async function again(attempt: Attempt) {
  const road = roadAgain(attempt);
  await (road === "sandbox" ? connectSandbox() : connect(road.registrationId, road.reconnects, road.workspace));
  await api.dismissAttempt(attempt.id);
}

/** A person who cancels is done with it. */
export async function cancel(attempt: Attempt) {
  await api.cancelAttempt(attempt.id);
  await close(attempt);
}

/** Takes the workspace that answered, though another one was awaited. */
export const keep = (attempt: Attempt) => api.resolveRefused(attempt.id, true);

/** What is discarded leaves nothing behind, no more than what is cancelled. */
export async function discard(attempt: Attempt) {
  await api.resolveRefused(attempt.id, false);
  await close(attempt);
}

export async function copyLink(attempt: Attempt) {
  await api.copyLink(attempt.id);
  desk.note = { kind: "copied", attemptId: attempt.id };
}

/** A note that the link was copied has been read by whoever comes back with its answer. */
export function startPasting(attempt: Attempt) {
  desk.pasting = attempt.id;
  desk.note = null;
}

/** The link of an earlier run can't be shown again: another attempt takes this one's place. */
export async function startOver(attempt: Attempt) {
  await api.cancelAttempt(attempt.id);
  await again(attempt);
}

export async function close(attempt: Attempt) {
  await api.dismissAttempt(attempt.id);
  desk.leave();
}

/** `taken`: nothing of the form is needed any more. */
export async function addToken(
  token: string,
  region: Region,
  name: string | null,
  replaces: string | null,
  taken: () => void,
) {
  const before = desk.overview;
  const accountId = await api.addToken(token, region, name, replaces);
  taken();
  await desk.refresh();
  const known = before !== null && accountById(before, accountId) !== undefined;
  desk.showArrival({ kind: known ? "reconnected" : "connected", accountId });
}
