// One action on several accounts, from the click to its end.
import type { AccountCard } from "../contract/AccountCard";
import { type Failed, inTurn } from "./bulk";

export type Progress =
  | { kind: "idle" }
  | { kind: "busy"; done: number; of: number; stopping: boolean }
  | { kind: "ended"; done: number; of: number; failures: Failed[] };

export class Bulk {
  progress: Progress = $state.raw({ kind: "idle" });
  /** The accounts still to do: all at first, later those that failed or were not begun. */
  open: AccountCard[] = $state.raw([]);

  constructor(accounts: AccountCard[]) {
    this.open = accounts;
  }

  /** Returns true when no account is left. */
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
      // The dialog keeps its look until it closes.
      this.progress = { kind: "busy", done: of, of, stopping };
      return true;
    }
    this.open = [...failures.map(({ account }) => account), ...left];
    this.progress = { kind: "ended", done: of - this.open.length, of, failures };
    return false;
  }

  /** Lets the current account finish, and begins no other. */
  stop() {
    if (this.progress.kind === "busy") this.progress = { ...this.progress, stopping: true };
  }
}
