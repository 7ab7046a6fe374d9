// Whom links come to, as far as it was asked; put off by a person, it is not told again in this run.
import * as api from "../api";
import type { LinkHandler } from "../contract/LinkHandler";
import { isAstray } from "./links";

class Handler {
  #found: LinkHandler | null = $state.raw(null);
  #putOff = $state(false);

  /** Asked once, after there is something to look at. Without an answer nothing is wrong that could be told. */
  async ask() {
    this.#found = await api.linkHandler().catch(() => null);
  }

  async claim() {
    this.#found = await api.claimLinks();
  }

  putOff() {
    this.#putOff = true;
  }

  /** What is to be told, if anything. */
  get astray(): LinkHandler | null {
    return !this.#putOff && isAstray(this.#found) ? this.#found : null;
  }
}

export const handler = new Handler();
