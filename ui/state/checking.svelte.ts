// Many accounts checked at once, from the click to the last answer.
import { checkAccounts, stopChecking } from "../api";
import type { AccountCard } from "../contract/AccountCard";
import { Action } from "./action.svelte";

class Checking {
  /** How many were answered for; none while nobody asks. */
  progress: { done: number; of: number } | null = $state.raw(null);
  readonly action = new Action();

  /** Disabled accounts are passed over. */
  async start(accounts: AccountCard[]) {
    const ids = accounts.filter(({ status }) => status !== "disabled").map(({ id }) => id);
    if (this.progress !== null || ids.length === 0) return;
    this.progress = { done: 0, of: ids.length };
    const told = (done: number) => {
      if (this.progress !== null) this.progress = { done, of: ids.length };
    };
    await this.action.run(() => checkAccounts(ids, told));
    this.progress = null;
  }

  /** What was answered until then is kept. */
  stop() {
    void stopChecking();
  }
}

export const checking = new Checking();
