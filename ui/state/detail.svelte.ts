// What is known of the one account whose page is open: its figures and what /me gave. Rust keeps them; this reads them
// again whenever anything changed, and asks for new ones when they are due.
import * as api from "../api";
import type { AccountCard } from "../contract/AccountCard";
import type { AccountDetail } from "../contract/AccountDetail";
import type { Fault } from "../messages/problems";
import { isDue } from "./figures";
import { report } from "./report";

/** A page that is only passed by, arrow key after arrow key, asks nobody. */
const REST = 300;

/** When each account was last asked for by itself, in milliseconds since 1970. */
const tried = new Map<string, number>();

export class Detail {
  current: AccountDetail | null = $state.raw(null);
  error: Fault | null = $state.raw(null);

  #left = false;

  /**
   * Reads what is known of the account. New figures need the token, and with it the keyring: where nobody has done
   * anything yet, nobody is asked to unlock it.
   */
  async follow(account: AccountCard, acted: boolean) {
    try {
      this.current = await api.accountDetail(account.id);
      this.error = null;
    } catch (thrown) {
      this.error = report(thrown);
      return;
    }
    const before = tried.get(account.id) ?? null;
    const now = Date.now();
    if (!acted || !isDue(account, this.current, before, now)) return;
    tried.set(account.id, now);
    await new Promise((rested) => setTimeout(rested, REST));
    if (this.#left) tried.delete(account.id);
    // what goes wrong is kept with the figures
    else await api.readFigures(account.id).catch(() => undefined);
  }

  /** The page was left: nobody is asked for it any more. */
  leave() {
    this.#left = true;
  }
}
