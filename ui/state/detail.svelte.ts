// The figures and the /me answer of the account on the page. Rust stores them. This file reads them again after every
// change, and asks Intercom for new figures when they are due.
import * as api from "../api";
import type { AccountCard } from "../contract/AccountCard";
import type { AccountDetail } from "../contract/AccountDetail";
import type { Fault } from "../messages/problems";
import { isDue } from "./figures";
import { report } from "./report";

/** Milliseconds to wait, so that a page passed by arrow keys asks nobody. */
const REST = 300;

/** The time of the last automatic reading of each account, in milliseconds since 1970. */
const tried = new Map<string, number>();

export class Detail {
  current: AccountDetail | null = $state.raw(null);
  error: Fault | null = $state.raw(null);

  #left = false;

  /**
   * Reads the stored detail of the account, then new figures if they are due. New figures need the token and so the keyring:
   * before the person has `acted`, no keyring asks for its password.
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
    // Rust stores an error with the figures.
    else await api.readFigures(account.id).catch(() => undefined);
  }

  /** Stops asking Intercom, because the person left the page. */
  leave() {
    this.#left = true;
  }
}
