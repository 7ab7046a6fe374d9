// The needs and the board. Rust derives both from its database. This file reads them again after each change.
import * as api from "../api";
import type { AccountNeed } from "../contract/AccountNeed";
import type { AccountThresholds } from "../contract/AccountThresholds";
import type { PutOffFor } from "../contract/PutOffFor";
import type { Today } from "../contract/Today";
import type { Fault } from "../messages/problems";
import { drawn } from "./drawn";
import { message } from "./morning";
import { report } from "./report";

export class TodayReading {
  current: Today | null = $state.raw(null);
  error: Fault | null = $state.raw(null);
  /** Whether the page shows every need, not only the most urgent ones. */
  all = $state(false);

  #reading: Promise<void> | null = null;
  #again = false;

  /** Reads now. A call during a reading starts one more after it, so that many changes don't queue up, and waits for it. */
  read(): Promise<void> {
    this.#again = true;
    this.#reading ??= this.#readAll();
    return this.#reading;
  }

  async #readAll() {
    while (this.#again) {
      this.#again = false;
      await this.#readOnce();
      await drawn();
    }
    this.#reading = null;
  }

  /** Shows also the needs that are less urgent, or no longer. */
  async showAll(all: boolean) {
    this.all = all;
    await this.read();
  }

  /** Puts a need off. No account changes with it, so nothing else reads again. */
  async putOff(need: AccountNeed, howLong: PutOffFor) {
    await api.putOff(need, howLong);
    await this.read();
  }

  /** Shows every need again. */
  async showAgain() {
    await api.showPutOff();
    await this.read();
  }

  /** Changes from when on an account is worth a sentence. Rust counts its long waits anew. */
  async setThresholds(account: string, thresholds: AccountThresholds) {
    await api.setThresholds(account, thresholds);
    await this.read();
  }

  /** Returns the working hours and thresholds of an account. */
  rhythm(account: string) {
    return api.rhythm(account);
  }

  /** Answers the question about each morning. */
  async setMorning(on: boolean) {
    await api.setMorningReading(on);
    await this.read();
  }

  /** Copies the needs and the board as a message. */
  async copy() {
    if (this.current) await api.copyMessage(message(this.current, Date.now()));
  }

  /** Saves the board as CSV, and returns where. */
  export() {
    return api.exportBoard();
  }

  async #readOnce() {
    try {
      this.current = await api.today(this.all);
      this.error = null;
    } catch (thrown) {
      this.error = report(thrown);
    }
  }
}
