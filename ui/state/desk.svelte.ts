// What the window knows and shows. Rust owns the facts: this reads them again whenever they change.
import * as api from "../api";
import type { AccountCard } from "../contract/AccountCard";
import type { Overview } from "../contract/Overview";
import type { Status } from "../contract/Status";
import type { UninstallImpact } from "../contract/UninstallImpact";
import type { Fault } from "../messages/problems";
import { sameName } from "../parts/names";
import { drawn } from "./drawn";
import { EVERYTHING, type Filter } from "./filter";
import { accountById, attemptById, registrationById, unsaved } from "./list";
import { type Known, learned } from "./overview";
import type { Arrival, Note, Pane } from "./pane";
import { backFrom, follow, settle, stands, without } from "./pane";
import { prefer, preferences } from "./preferences";
import { sameProblem } from "./problem";
import { report } from "./report";
import type { Selection } from "./selection";
import type { Sort } from "./sort";

export type Load =
  | { kind: "loading" }
  | { kind: "failed"; error: Fault }
  /** `stale`: the last reading failed, so what is shown is older than it could be. */
  | { kind: "ready"; overview: Overview; stale: Fault | null };

export type Dialog =
  | { kind: "none" | "settings" }
  | { kind: "rename" | "tags" | "forget"; accountId: string }
  | { kind: "uninstall"; accountId: string; impact: UninstallImpact }
  | { kind: "discard"; attemptId: string }
  | { kind: "permissions"; accountId: string; permissions: string[] }
  | { kind: "replaceSecret"; registrationId: string }
  | { kind: "removeApp"; registrationId: string; accounts: string[] }
  | { kind: "tagMany" | "forgetMany"; accounts: AccountCard[] };

class Desk {
  load: Load = $state.raw({ kind: "loading" });
  pane: Pane = $state.raw({ kind: "home" });
  note: Note | null = $state.raw(null);
  filter: Filter = $state({ ...EVERYTHING });
  sort: Sort = $state(preferences().sort);
  selection: Selection | null = $state.raw(null);
  /** Which of both is in sight where list and page do not fit side by side. */
  front: "list" | "page" = $state("list");
  /** The form on the screen, which Escape does not leave once something is typed. */
  form: { readonly typed: boolean } | null = null;
  /** The attempt whose answer is being pasted. */
  pasting: string | null = $state(null);
  /** Somebody has opened something, or an account has arrived: what is shown is not only there because it came first. */
  acted = $state(false);

  #dialog: Dialog = $state.raw({ kind: "none" });
  #back: Pane = { kind: "home" };
  #seen = new Set<string>();
  #going: ReadonlySet<string> = new Set();
  #reading: Promise<void> | null = null;
  #queued: Promise<void> | null = null;
  #drawn: Promise<unknown> = Promise.resolve();
  #known: Known | null = null;
  #watching = false;

  /** Follows what changes, once there is something to read: Rust answers at once, so nothing is missed in between. */
  #watch() {
    if (this.#watching) return;
    this.#watching = true;
    api
      .watch((told) => void (told === "must_stay" ? this.#showUnsaved() : this.#keepUp()))
      .catch((thrown) => {
        this.#watching = false;
        this.#failed(report(thrown));
      });
  }

  /** What changes right after a reading must not hold up what that one has brought. */
  async #keepUp() {
    await this.#drawn;
    await this.refresh();
  }

  /** The window was to be closed, and stays for the sake of a token: what can be done about that is shown. */
  async #showUnsaved() {
    await this.refresh();
    const attempt = this.overview && unsaved(this.overview);
    if (!attempt) return;
    this.dialog = { kind: "none" };
    this.show({ kind: "attempt", id: attempt.id });
  }

  /** Reads everything again. Readings never overlap, and one that is asked for late still starts late. */
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

  /** Tries again what is in trouble: the vault is opened anew, and everything read again. */
  async retry() {
    if (this.overview?.vault.error) await api.openVault().catch(() => undefined);
    await this.refresh();
  }

  /** Whoever needed the keyring is told that it is locked. */
  stopWaiting() {
    api.stopWaiting().catch((thrown) => this.#failed(report(thrown)));
  }

  /** Whether this is the vault's trouble, which stands above every screen by the time this has answered. */
  async tells(error: Fault): Promise<boolean> {
    if (!("problem" in error) || error.problem.about !== "vault") return false;
    await this.refresh();
    const told = this.overview?.vault.error;
    return told ? sameProblem(told, error) : false;
  }

  async #read() {
    try {
      this.#known = learned(this.#known, await api.overview(this.#known?.revision ?? null));
      this.#arrived(this.#known.overview);
      this.#watch();
    } catch (thrown) {
      this.#failed(report(thrown));
    }
  }

  #arrived(overview: Overview) {
    const before = this.overview;
    const { pane, note, dismiss } = settle(this.pane, before, without(overview, this.#going), this.#seen, this);
    this.load = { kind: "ready", overview, stale: null };
    this.pane = pane;
    this.#drawn = drawn();
    if (note) {
      this.note = note;
      this.acted = true;
    }
    if (this.note && !stands(this.note, overview)) this.note = null;
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

  /** A note about an earlier arrival has been read by whoever opens a dialog, and would lie behind it. */
  set dialog(dialog: Dialog) {
    if (dialog.kind !== "none") this.note = null;
    // What it is about may have gone while something was asked for it.
    this.#dialog = this.overview && !isThere(dialog, this.overview) ? { kind: "none" } : dialog;
  }

  get overview(): Overview | null {
    return this.load.kind === "ready" ? this.load.overview : null;
  }

  /** Opens what a person pointed at: that ends a selection, and a note about an earlier arrival has then been read. */
  show(pane: Pane) {
    if (this.pane.kind === "account" || this.pane.kind === "home") this.#back = this.pane;
    this.pane = pane;
    this.note = null;
    this.selection = null;
    this.acted = true;
    // What a button opened is looked at; what the keys of the list went past is not.
    if (pane.kind !== "account" && pane.kind !== "attempt") this.front = "page";
  }

  /** An attempt that is over by the time it is to be shown has already led somewhere. */
  showAttempt(id: string) {
    if (!this.overview || !attemptById(this.overview, id) || this.#seen.has(id)) return;
    this.show({ kind: "attempt", id });
    this.front = "page";
  }

  showArrival(note: Arrival) {
    this.pane = { kind: "account", id: note.accountId };
    this.note = note;
    this.front = "page";
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

  /** While accounts are being forgotten, none of them is opened on its way out. */
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

  #follow() {
    const { overview } = this;
    if (overview) this.pane = follow(this.pane, overview, without(overview, this.#going), this);
  }

  /**
   * Escape lets go of what was chosen last: first of a selection, then of what lies over an account, then of a note. What is
   * typed stays.
   */
  escape() {
    if (this.selection) this.selection = null;
    else if (this.pane.kind === "account" || this.pane.kind === "home") this.note = null;
    else if (!this.form?.typed) this.leave();
  }

  /** An attempt that is over makes room; that it could not is told above every screen. */
  async putAway(attemptId: string) {
    try {
      await api.dismissAttempt(attemptId);
      this.leave();
    } catch (thrown) {
      this.#failed(report(thrown));
    }
  }

  /** One step back; what has gone meanwhile is not gone back to. */
  leave() {
    if (this.pane.kind === "account" || this.pane.kind === "home") return;
    this.pane = backFrom(this.pane, this.#back);
    this.#follow();
  }
}

/** Whether what a dialog is about is still there. */
function isThere(dialog: Dialog, overview: Overview): boolean {
  if ("accountId" in dialog) return accountById(overview, dialog.accountId) !== undefined;
  if ("attemptId" in dialog) return attemptById(overview, dialog.attemptId) !== undefined;
  return !("registrationId" in dialog) || registrationById(overview, dialog.registrationId) !== undefined;
}

export const desk = new Desk();
