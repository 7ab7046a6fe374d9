// Whom links come to, as far as it was asked; put off by a person, it is not told again in this run unless it changes.
import * as api from "../api";
import type { LinkHandler } from "../contract/LinkHandler";
import { isAstray, isSame } from "./links";

class Handler {
  #found: LinkHandler | null = $state.raw(null);
  #putOff: LinkHandler | null = $state.raw(null);

  /**
   * Asked after there is something to look at, and again with each attempt: a program may stay open for weeks, and another one
   * be installed meanwhile. Without an answer nothing is wrong that could be told.
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

  /** What is to be told, if anything. */
  get astray(): LinkHandler | null {
    const found = this.#found;
    return isAstray(found) && !isSame(found, this.#putOff) ? found : null;
  }
}

export const handler = new Handler();
