// One thing a person asked for of several accounts, from the click to its end.
import type { AccountCard } from "../contract/AccountCard";
import { type Failed, inTurn } from "./bulk";

export type Progress =
  | { kind: "idle" }
  | { kind: "busy"; done: number; of: number; stopping: boolean }
  | { kind: "ended"; done: number; of: number; failures: Failed[] };

export class Bulk {
  progress: Progress = $state.raw({ kind: "idle" });
  /** What is still to be done: all at first, later what failed or was not begun. */
  open: AccountCard[] = $state.raw([]);

  constructor(accounts: AccountCard[]) {
    this.open = accounts;
  }

  /** True when nothing is left to be done. */
  async run(work: (account: AccountCard) => Promise<unknown>): Promise<boolean> {
    if (this.progress.kind === "busy") return false;
    const of = this.open.length;
    let stopping = false;
    const { failures, left } = await inTurn(this.open, work, (done) => {
      stopping ||= this.progress.kind === "busy" && this.progress.stopping;
      this.progress = { kind: "busy", done, of, stopping };
      return !stopping;
    });
    if (failures.length + left.length === 0) {
      // Nothing is asked any more: it looks as it did at work, until whoever waits has put it away.
      this.progress = { kind: "busy", done: of, of, stopping };
      return true;
    }
    this.open = [...failures.map(({ account }) => account), ...left];
    this.progress = { kind: "ended", done: of - this.open.length, of, failures };
    return false;
  }

  /** What has begun ends; nothing more begins. */
  stop() {
    if (this.progress.kind === "busy") this.progress = { ...this.progress, stopping: true };
  }
}
