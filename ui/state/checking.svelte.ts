// Many accounts checked at once, from the click to the last answer.
import { checkAccounts, stopChecking } from "../api";
import type { AccountCard } from "../contract/AccountCard";
import { Action } from "./action.svelte";
import { checkable, checkedOf } from "./checked";
import { desk } from "./desk.svelte";

class Checking {
  /** How many were answered for; none while nobody asks. */
  progress: { done: number; of: number } | null = $state.raw(null);
  readonly action = new Action();
  /** What is told may come after the end: only a person's own stop leaves some unasked. */
  #stopped = false;
  #answered = 0;
  #untold: string[] = [];

  /** Ends with a note of what it came to. */
  async start(accounts: AccountCard[]) {
    if (this.progress !== null) return;
    const ids = checkable(accounts);
    if (await this.#ask(ids)) {
      const done = this.#stopped ? this.#answered : ids.length;
      desk.note = { kind: "checked", ...checkedOf(ids, done, this.#untold, desk.overview?.accounts ?? []) };
    }
    this.progress = null;
  }

  /** True when nothing went wrong; what was found is read by then. */
  async #ask(ids: string[]): Promise<boolean> {
    [this.#stopped, this.#answered, this.#untold] = [false, 0, []];
    if (ids.length === 0) return true;
    this.progress = { done: 0, of: ids.length };
    const told = (done: number) => {
      this.#answered = done;
      if (this.progress !== null) this.progress = { done, of: ids.length };
    };
    return await this.action.run(async () => {
      this.#untold = await checkAccounts(ids, told);
      await desk.refresh();
    });
  }

  /** What was answered until then is kept. */
  stop() {
    this.#stopped = true;
    void stopChecking();
  }
}

export const checking = new Checking();
