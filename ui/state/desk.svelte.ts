// The state of the window. Rust owns the facts, and this file reads them again whenever they change.
import * as api from "../api";
import type { AccountCard } from "../contract/AccountCard";
import type { Overview } from "../contract/Overview";
import type { Status } from "../contract/Status";
import type { UninstallImpact } from "../contract/UninstallImpact";
import type { Fault } from "../messages/problems";
import { sameName } from "../parts/names";
import { drawn } from "./drawn";
import { EVERYTHING, type Filter } from "./filter";
import { exists, follow, settle, without } from "./follow";
import { accountById, attemptById, registrationById, unsaved } from "./list";
import { type Arrival, isCurrent, type Note } from "./note";
import { type Known, updated } from "./overview";
import { addressOf, isPage, onAccount, type Place, placeAt } from "./place";
import { prefer, preferences } from "./preferences";
import { sameProblem } from "./problem";
import { report } from "./report";
import type { Selection } from "./selection";
import { ordered, type Sort } from "./sort";
import { current, go, lastAccount, leave, replace, START, type Trail, visit } from "./trail";

export type Load =
  | { kind: "loading" }
  | { kind: "failed"; error: Fault }
  /** `stale`: the error of the last reading, while the window shows the reading before it. */
  | { kind: "ready"; overview: Overview; stale: Fault | null };

export type Dialog =
  | { kind: "none" | "palette" | "shortcuts" }
  | { kind: "rename" | "tags" | "forget"; accountId: string }
  | { kind: "uninstall"; accountId: string; impact: UninstallImpact }
  | { kind: "discard"; attemptId: string }
  | { kind: "permissions"; accountId: string; permissions: string[] }
  | { kind: "replaceSecret"; registrationId: string }
  | { kind: "removeApp"; registrationId: string; accounts: string[] }
  | { kind: "tagMany" | "forgetMany"; accounts: AccountCard[] };

class Desk {
  load: Load = $state.raw({ kind: "loading" });
  note: Note | null = $state.raw(null);
  filter: Filter = $state({ ...EVERYTHING });
  sort: Sort = $state(preferences().sort);
  pinned: readonly string[] = $state.raw(preferences().pinned);
  /** All accounts in the order of the list. They are sorted once for each change, since sorting many names is slow. */
  readonly accounts = $derived.by(() => ordered(this.overview?.accounts ?? [], this));
  /** Whether the list shows its search and its filters. */
  filtering = $state(false);
  selection: Selection | null = $state.raw(null);
  /** The part in sight where list and page do not fit side by side. */
  front: "list" | "page" = $state("list");
  /** The form on the screen. Escape does not leave it once something is typed. */
  form: { readonly typed: boolean } | null = null;
  /** The attempt that shows the field for a pasted address. */
  pasting: string | null = $state(null);
  /** Whether a person opened something, or an account arrived. Until then nothing may ask for the keyring's password. */
  acted = $state(false);

  #dialog: Dialog = $state.raw({ kind: "none" });
  #trail: Trail = $state.raw(START);
  #seen = new Set<string>();
  #going: ReadonlySet<string> = new Set();
  #reading: Promise<void> | null = null;
  #queued: Promise<void> | null = null;
  #drawn: Promise<unknown> = Promise.resolve();
  #known: Known | null = null;
  #watching = false;

  /** Begins to follow changes after the first reading. Rust answers at once, so no change is missed in between. */
  #watch() {
    if (this.#watching) return;
    this.#watching = true;
    api
      .watch((event) => void (event === "must_stay" ? this.#showUnsaved() : this.#keepUp()))
      .catch((thrown) => {
        this.#watching = false;
        this.#failed(report(thrown));
      });
  }

  /** Reads again after the last reading is drawn, so that many changes don't delay the drawing. */
  async #keepUp() {
    await this.#drawn;
    await this.refresh();
  }

  /** Shows the unsaved token for which the window stays open, and what to do about it. */
  async #showUnsaved() {
    await this.refresh();
    const attempt = this.overview && unsaved(this.overview);
    if (!attempt) return;
    this.dialog = { kind: "none" };
    this.show({ kind: "attempt", id: attempt.id });
  }

  /** Reads everything again. Readings never overlap. A call during a reading starts another one after it. */
  refresh(): Promise<void> {
    if (!this.#reading) {
      this.#reading = this.#read().finally(() => {
        this.#reading = null;
      });
      return this.#reading;
    }
    this.#queued ??= this.#reading.then(() => {
      this.#queued = null;
      return this.refresh();
    });
    return this.#queued;
  }

  /** Opens the vault again if it failed, and reads everything again. */
  async retry() {
    if (this.overview?.vault.error) await api.openVault().catch(() => undefined);
    await this.refresh();
  }

  /** Ends the wait for the keyring. Waiting commands then fail because it is locked. */
  stopWaiting() {
    api.stopWaiting().catch((thrown) => this.#failed(report(thrown)));
  }

  /** Whether the notice about the keyring shows this error, once this call has answered. */
  async shows(error: Fault): Promise<boolean> {
    if (!("problem" in error) || error.problem.about !== "vault") return false;
    await this.refresh();
    const shown = this.overview?.vault.error;
    return shown ? sameProblem(shown, error) : false;
  }

  async #read() {
    try {
      this.#known = updated(this.#known, await api.overview(this.#known?.revision ?? null));
      this.#arrived(this.#known.overview);
      this.#watch();
    } catch (thrown) {
      this.#failed(report(thrown));
    }
  }

  #arrived(overview: Overview) {
    const before = this.overview;
    const from = before === null ? restored(overview) : this.place;
    const { place, note, dismiss } = settle(from, before, without(overview, this.#going), this.#seen, this);
    this.load = { kind: "ready", overview, stale: null };
    this.#follow(place);
    this.#drawn = drawn();
    if (note) {
      this.note = note;
      this.acted = true;
    }
    if (this.note && !isCurrent(this.note, overview)) this.note = null;
    if (!isThere(this.dialog, overview)) this.dialog = { kind: "none" };
    for (const id of dismiss) {
      this.#seen.add(id);
      api.dismissAttempt(id).catch((thrown) => this.#failed(report(thrown)));
    }
  }

  #failed(error: Fault) {
    this.load = this.load.kind === "ready" ? { ...this.load, stale: error } : { kind: "failed", error };
  }

  get dialog(): Dialog {
    return this.#dialog;
  }

  /** Opens a dialog and hides the note, which would lie behind it. */
  set dialog(dialog: Dialog) {
    if (!["none", "palette", "shortcuts"].includes(dialog.kind)) this.note = null;
    // Its account, attempt or app may have gone while a command ran.
    this.#dialog = this.overview && !isThere(dialog, this.overview) ? { kind: "none" } : dialog;
  }

  /** The place of the window. */
  get place(): Place {
    return current(this.#trail);
  }

  /** The account on the page, if the place is one. */
  get account(): AccountCard | undefined {
    const { overview, place } = this;
    return overview && place.kind === "account" ? accountById(overview, place.id) : undefined;
  }

  get overview(): Overview | null {
    return this.load.kind === "ready" ? this.load.overview : null;
  }

  /** Opens a place, ends the selection and hides the note. */
  show(place: Place) {
    this.#open(visit(this.#trail, place));
    // A page that a button opened comes into sight. One that the keys of the list passed does not.
    if (place.kind !== "account" && place.kind !== "attempt") this.front = "page";
  }

  #open(trail: Trail) {
    this.#trail = trail;
    this.note = null;
    this.selection = null;
    this.acted = true;
    remember(this.place);
  }

  /** Goes back (-1) or ahead (1) on the trail, if it leads anywhere. */
  go(by: -1 | 1) {
    const trail = go(this.#trail, by, this.#exists);
    if (!trail) return;
    this.#open(trail);
    this.front = "page";
  }

  /** Opens the account that was open before this one. */
  showLast() {
    const place = lastAccount(this.#trail, this.#exists);
    if (place) this.show(place);
  }

  #exists = (place: Place) => this.overview !== null && exists(place, this.overview);

  /** Shows an attempt, unless it has ended and become something else meanwhile. */
  showAttempt(id: string) {
    if (!this.overview || !attemptById(this.overview, id) || this.#seen.has(id)) return;
    this.show({ kind: "attempt", id });
    this.front = "page";
  }

  /** Opens the account that arrived. A form with typed text stays. */
  showArrival(note: Arrival) {
    if (!this.form?.typed) {
      this.#follow(onAccount(note.accountId));
      this.front = "page";
    }
    this.note = note;
  }

  toggleTag(tag: string) {
    const { tag: chosen } = this.filter;
    this.filter.tag = chosen !== null && sameName(chosen, tag) ? null : tag;
  }

  filterStatus(status: Status | null) {
    this.filter.status = status;
  }

  showAll() {
    this.filter = { ...EVERYTHING };
  }

  sortBy(sort: Sort) {
    this.sort = sort;
    prefer({ sort });
  }

  /** Pins an account after the others, or takes its pin away. */
  togglePin(id: string) {
    this.pinned = this.pinned.includes(id) ? this.pinned.filter((each) => each !== id) : [...this.pinned, id];
    prefer({ pinned: this.pinned });
  }

  /** Does the work that forgets accounts, and opens none of them meanwhile. */
  async withoutOpening<T>(going: AccountCard[], work: () => Promise<T>): Promise<T> {
    this.#going = new Set(going.map(({ id }) => id));
    this.#follow();
    try {
      return await work();
    } finally {
      this.#going = new Set();
      await this.refresh();
    }
  }

  /** Goes where a change of the accounts leads. A place whose subject is gone leaves the trail. */
  #follow(place = this.#nearest()) {
    this.#trail =
      (isPage(this.place) || this.place.kind === "settings") && this.#exists(this.place)
        ? visit(this.#trail, place)
        : replace(this.#trail, place);
    remember(place);
  }

  #nearest(): Place {
    const { overview, place } = this;
    return overview ? follow(place, overview, without(overview, this.#going), this) : place;
  }

  /** Ends the selection, else leaves the page over an account, else hides the note. A form with typed text stays. */
  escape() {
    if (this.selection) this.selection = null;
    else if (isPage(this.place)) this.note = null;
    else if (!this.form?.typed) this.leave();
  }

  /** Does what an entry of a menu asks for. A failure is shown above every screen. */
  async try(work: () => Promise<unknown>) {
    try {
      await work();
    } catch (thrown) {
      const error = report(thrown);
      if (!(await this.shows(error))) this.#failed(error);
    }
  }

  /** Copies a text that the window shows. */
  copy = (text: string) => api.copyShown(text);

  /** Dismisses an attempt that ended. A failure is shown above every screen. */
  async putAway(attemptId: string) {
    try {
      await api.dismissAttempt(attemptId);
      this.leaveAttempt(attemptId);
    } catch (thrown) {
      this.#failed(report(thrown));
    }
  }

  /** Leaves the page of an attempt. Meanwhile the person may have opened another page, which stays. */
  leaveAttempt(id: string) {
    if (this.place.kind === "attempt" && this.place.id === id) this.leave();
  }

  /** Leaves a form, a sheet or an attempt for the place above it. */
  leave() {
    if (isPage(this.place)) return;
    this.#trail = leave(this.#trail);
    this.#follow();
  }
}

/** The place that was open when the window closed, if it still exists. Forms and attempts do not come back. */
function restored(overview: Overview): Place {
  const place = placeAt(preferences().place);
  return place && exists(place, overview) ? place : { kind: "home" };
}

/** Keeps the place for the next start. */
function remember(place: Place) {
  if (!["account", "settings", "today"].includes(place.kind)) return;
  const address = addressOf(place);
  // Each change of the accounts leads here, and most leave the place as it is.
  if (address !== preferences().place) prefer({ place: address });
}

/** Whether the account, attempt or app of a dialog still exists. */
function isThere(dialog: Dialog, overview: Overview): boolean {
  if ("accountId" in dialog) return accountById(overview, dialog.accountId) !== undefined;
  if ("attemptId" in dialog) return attemptById(overview, dialog.attemptId) !== undefined;
  return !("registrationId" in dialog) || registrationById(overview, dialog.registrationId) !== undefined;
}

export const desk = new Desk();
