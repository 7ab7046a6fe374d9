// The refresh of many accounts, from the click to the last answer.
import { checkAccounts, stopChecking } from "../api";
import type { AccountCard } from "../contract/AccountCard";
import type { CheckedAccounts } from "../contract/CheckedAccounts";
import { Action } from "./action.svelte";
import { checkable, checkedOf, NO_GAPS } from "./checked";
import { desk } from "./desk.svelte";

class Checking {
  /** How many accounts are done, while a refresh runs. */
  progress: { done: number; of: number } | null = $state.raw(null);
  /** Whether the person stopped it. Questions that are under way still end. Only a stop leaves accounts out. */
  stopping = $state(false);
  readonly action = new Action();
  #done = 0;
  #gaps: CheckedAccounts = NO_GAPS;

  /** Refreshes the accounts and shows a note with the result. `whole`: reads all of each account. */
  async start(accounts: AccountCard[], { whole = false } = {}) {
    if (this.progress !== null) return;
    const ids = checkable(accounts);
    if (await this.#ask(ids, whole)) {
      const done = this.stopping ? this.#done : ids.length;
      desk.note = { kind: "checked", ...checkedOf(ids, done, this.#gaps, desk.overview?.accounts ?? []) };
    }
    this.progress = null;
  }

  /** Returns true when nothing went wrong. The new statuses are read by then. */
  async #ask(ids: string[], whole: boolean): Promise<boolean> {
    [this.stopping, this.#done, this.#gaps] = [false, 0, NO_GAPS];
    if (ids.length === 0) return true;
    this.progress = { done: 0, of: ids.length };
    const showProgress = (done: number) => {
      this.#done = done;
      if (this.progress !== null) this.progress = { done, of: ids.length };
    };
    return await this.action.run(async () => {
      this.#gaps = await checkAccounts(ids, whole, showProgress);
      await desk.refresh();
    });
  }

  /** Stops the refresh. Answers that came before are kept. */
  stop() {
    this.stopping = true;
    void stopChecking();
  }
}

export const checking = new Checking();
