// The program that opens Switchhook's links. After "Not now", the notice stays away in this run until the program changes.
import * as api from "../api";
import type { LinkHandler } from "../contract/LinkHandler";
import { isAstray, isSame } from "./links";

class Handler {
  #found: LinkHandler | null = $state.raw(null);
  #putOff: LinkHandler | null = $state.raw(null);

  /**
   * Asks the system after the first drawing, and again with each attempt. Switchhook may stay open for weeks, and another
   * program may be installed meanwhile. A failed question shows no notice.
   */
  async ask() {
    this.#found = await api.linkHandler().catch(() => null);
  }

  async claim() {
    this.#found = await api.claimLinks();
  }

  putOff() {
    this.#putOff = this.#found;
  }

  /** The other program to name in a notice, if any. */
  get astray(): LinkHandler | null {
    const found = this.#found;
    return isAstray(found) && !isSame(found, this.#putOff) ? found : null;
  }
}

export const handler = new Handler();
