// The list of tokens, and the work on it. The list lives in this memory alone. It outlasts its screen, so that a person finds
// it again after a look elsewhere.
import * as api from "../api";
import type { AddedToken } from "../contract/AddedToken";
import type { Connected } from "../contract/Connected";
import type { Fault } from "../messages/problems";
import { Action } from "./action.svelte";
import { desk } from "./desk.svelte";
import {
  asTyped,
  collected,
  isTooLarge,
  joined,
  LARGEST,
  type ListFault,
  lineOf,
  type Row,
  rowsOf,
  settled,
  textOf,
  without,
} from "./tokens";

export type Result = { connected: number; failed: number; left: number };

/** How long the typing must rest before Rust reads the list, in milliseconds. */
const REST = 150;

export class TokenList {
  /** The lines that are not connected yet. */
  list = $state("");
  /** The rows of the list; during the work, those of the list as it was sent. */
  rows: Row[] = $state.raw([]);
  /** The accounts that arrived since the screen opened. */
  connected: Connected[] = $state.raw([]);
  progress: { done: number; of: number } | null = $state.raw(null);
  result: Result | null = $state.raw(null);
  listFault: ListFault | null = $state(null);
  /** Whether the list is sent or about to be. No line joins it meanwhile. */
  isAtWork = $state(false);
  readonly action = new Action();

  #failures = new Map<string, Fault>();
  /** The accounts of the last work. Two lines may be of one account. */
  #arrived = new Set<string>();
  /** Lines that came during the work. They join the list after it. */
  #aside = "";
  /** The list that the rows show. */
  #shown = "";
  #rest: ReturnType<typeof setTimeout> | undefined;
  #isOpen = false;

  /** Whether Escape must not leave the screen. */
  get typed(): boolean {
    return this.list !== "" || this.#aside !== "";
  }

  open() {
    this.#isOpen = true;
    desk.form = this;
    void this.read();
  }

  /** Leaves the screen, and keeps the lines that are not connected. Work that is under way goes on. */
  leave() {
    this.#isOpen = false;
    if (desk.form === this) desk.form = null;
    if (this.isAtWork) return;
    if (this.list === "") this.clear();
    else [this.connected, this.result, this.listFault] = [[], null, null];
  }

  /** Drops the list after it was cancelled, or after each line is connected. */
  clear() {
    clearTimeout(this.#rest);
    [this.list, this.#aside, this.#shown] = ["", "", ""];
    [this.rows, this.connected, this.result, this.listFault] = [[], [], null, null];
    this.#failures.clear();
  }

  /** Takes a changed list, unless it is too large. Rust reads it when the typing rests. */
  edit(list: string) {
    if (!this.#fits(list)) return;
    this.list = list;
    this.result = null;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.read(), REST);
  }

  /** Takes more lines, below those that are there. During the work, they wait for its end. */
  add(text: string) {
    const more = asTyped(text);
    // A heading of columns alone is no line to keep.
    const kept = this.#shown === this.list && this.rows.length === 0 ? "" : this.list;
    if (!this.#fits(joined(joined(kept, this.#aside), more))) return;
    if (this.isAtWork) {
      this.#aside = joined(this.#aside, more);
      return;
    }
    this.list = joined(kept, more);
    this.result = null;
    void this.read();
  }

  #fits(list: string): boolean {
    this.listFault = isTooLarge(list) ? "tooLarge" : null;
    return this.listFault === null;
  }

  /** Asks Rust how it reads the list. A later change wins. Returns whether the rows show the list. */
  async read(): Promise<boolean> {
    clearTimeout(this.#rest);
    const { list } = this;
    await desk.try(async () => {
      const listed = await api.readTokens(list);
      if (list !== this.list || this.progress !== null) return;
      this.rows = rowsOf(list, listed, this.#failures);
      this.#shown = list;
    });
    return this.#shown === this.list;
  }

  /** Takes the lines of a file. */
  async take(file: File) {
    if (file.size > LARGEST) {
      this.listFault = "tooLarge";
      return;
    }
    const bytes = await file.arrayBuffer().catch(() => null);
    const text = bytes === null ? null : textOf(bytes);
    if (text === null) this.listFault = bytes === null ? "notRead" : "notText";
    else this.add(text);
  }

  /** Connects the lines, one after the other. Each connected line leaves the list at once. */
  async start() {
    if (this.isAtWork) return;
    // A second press comes before Rust has read the list.
    this.isAtWork = true;
    if ((await this.read()) && this.rows.length > 0) await this.#connectAll();
    this.isAtWork = false;
    if (this.#aside !== "") this.list = joined(this.list, this.#aside);
    this.#aside = "";
    await Promise.all([this.read(), desk.refresh()]);
    if (!this.#isOpen && this.list === "") this.clear();
  }

  async #connectAll() {
    this.result = null;
    this.#failures.clear();
    this.rows = this.rows.map((row) => (row.mistaken ? row : { ...row, error: null }));
    this.progress = { done: 0, of: this.rows.length };
    this.#arrived.clear();
    await this.action.run(() => this.#connect(this.list));
    const failed = this.rows.filter(({ error }) => error !== null).length;
    const left = this.rows.filter(({ error, done }) => error === null && !done).length;
    if (this.action.progress.kind === "done") {
      this.result = { connected: this.#arrived.size, failed, left };
    }
    // A heading of columns is no line to connect.
    if (failed + left === 0) this.list = "";
    this.progress = null;
  }

  async #connect(sent: string) {
    const done = new Set<number>();
    let told = 0;
    let expected = Number.POSITIVE_INFINITY;
    let end = () => {};
    const all = new Promise<void>((resolve) => {
      end = resolve;
    });
    const take = (added: AddedToken) => {
      told += 1;
      this.rows = settled(this.rows, added);
      if (added.error) this.#failures.set(lineOf(sent, added.line), added.error);
      if (added.connected) {
        done.add(added.line);
        this.#arrived.add(added.connected.account.id);
        this.list = without(sent, done);
        this.connected = collected(this.connected, added.connected);
      }
      this.progress = { done: told, of: this.rows.length };
      if (told === expected) end();
    };
    expected = await api.addTokens(sent, take);
    // The last lines may arrive after the answer.
    if (told < expected) await all;
  }

  /** Stops the work. Lines that were not tried stay in the list. */
  stop() {
    void desk.try(api.stopAdding);
  }
}

export const tokens = new TokenList();
