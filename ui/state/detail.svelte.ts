// What is known of the one account whose page is open: its figures and what /me gave. Rust keeps them; this reads them
// again whenever anything changed, and asks for new ones when they are due.
import * as api from "../api";
import type { AccountCard } from "../contract/AccountCard";
import type { AccountDetail } from "../contract/AccountDetail";
import type { ErrorReport } from "../contract/ErrorReport";
import { isDue } from "./figures";
import { report } from "./report";

export class Detail {
  current: AccountDetail | null = $state.raw(null);
  error: ErrorReport | null = $state.raw(null);

  #id: string | null = null;
  /** When each account was last asked for by itself. */
  readonly #tried = new Map<string, number>();

  /** Reads what is known of the account; of another account than before, nothing is shown until that is there. */
  async follow(account: AccountCard) {
    if (this.#id !== account.id) {
      this.#id = account.id;
      this.current = null;
      this.error = null;
    }
    try {
      const detail = await api.accountDetail(account.id);
      if (this.#id !== account.id) return;
      this.current = detail;
    } catch (thrown) {
      if (this.#id === account.id) this.error = report(thrown);
      return;
    }
    const now = Date.now();
    if (this.current && isDue(account, this.current, this.#tried.get(account.id) ?? null, now)) {
      this.#tried.set(account.id, now);
      // what goes wrong is kept with the figures
      await api.readFigures(account.id).catch(() => undefined);
    }
  }
}
