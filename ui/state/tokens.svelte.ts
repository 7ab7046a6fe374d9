// The list of tokens on the screen, and the work on it. The list lives in this memory alone, and goes with the screen.
import * as api from "../api";
import type { AddedToken } from "../contract/AddedToken";
import type { Connected } from "../contract/Connected";
import type { Fault } from "../messages/problems";
import { Action } from "./action.svelte";
import { desk } from "./desk.svelte";
import {
  collected,
  type FileFault,
  joined,
  LARGEST,
  lineOf,
  type Row,
  rowsOf,
  settled,
  textOf,
  without,
} from "./tokens";

export type Result = { connected: number; failed: number; left: number };

class TokenList {
  /** The lines that are not connected yet. */
  list = $state("");
  /** The rows of the list; during the work, those of the list as it was sent. */
  rows: Row[] = $state.raw([]);
  /** The accounts that arrived since the screen opened. */
  connected: Connected[] = $state.raw([]);
  progress: { done: number; of: number } | null = $state.raw(null);
  result: Result | null = $state.raw(null);
  fileFault: FileFault | null = $state(null);
  readonly action = new Action();

  #failures = new Map<string, Fault>();
  /** The accounts of the last work. Two lines may be of one account. */
  #arrived = new Set<string>();
  #isOpen = false;

  /** Whether Escape must not leave the screen. */
  get typed(): boolean {
    return this.list !== "";
  }

  open() {
    this.#isOpen = true;
    desk.form = this;
    void this.read();
  }

  /** Leaves the screen and drops the list. Work that is under way goes on, and keeps the lines that it can't connect. */
  leave() {
    this.#isOpen = false;
    if (desk.form === this) desk.form = null;
    if (this.progress === null) this.#clear();
  }

  #clear() {
    this.list = "";
    [this.rows, this.connected, this.result, this.fileFault] = [[], [], null, null];
    this.#failures.clear();
  }

  /** Takes a changed list. */
  edit(list: string) {
    this.list = list;
    this.result = null;
    this.fileFault = null;
    void this.read();
  }

  /** Asks Rust how it reads the list. A later change wins. */
  async read() {
    const { list } = this;
    await desk.try(async () => {
      const listed = await api.readTokens(list);
      if (list === this.list && this.progress === null) this.rows = rowsOf(list, listed, this.#failures);
    });
  }

  /** Takes the lines of a file, below those that are there. */
  async take(file: File) {
    if (file.size > LARGEST) {
      this.fileFault = "tooLarge";
      return;
    }
    const bytes = await file.arrayBuffer().catch(() => null);
    const text = bytes === null ? null : textOf(bytes);
    if (text === null) this.fileFault = bytes === null ? "notRead" : "notText";
    else this.edit(this.rows.length === 0 ? text : joined(this.list, text));
  }

  /** Connects the lines, one after the other. Each connected line leaves the list at once. */
  async start() {
    if (this.progress !== null) return;
    await this.read();
    if (this.rows.length === 0) return;
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
    await Promise.all([this.read(), desk.refresh()]);
    if (!this.#isOpen && this.list === "") this.#clear();
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
