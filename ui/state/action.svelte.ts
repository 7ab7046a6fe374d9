// One thing a person asked for, from the click to its end.
import type { Fault } from "../messages/problems";
import { desk } from "./desk.svelte";
import { report } from "./report";

export type Progress =
  | { kind: "idle" }
  | { kind: "busy" }
  | { kind: "done"; said: string }
  | { kind: "failed"; error: Fault };

export class Action {
  progress: Progress = $state({ kind: "idle" });
  readonly #covers: boolean;

  /** `covers`: what a person looks at meanwhile hides the place where the vault's trouble is told. */
  constructor({ covers = false } = {}) {
    this.#covers = covers;
  }

  /** True when it worked. A second click while the first still runs does nothing. The vault's trouble is told once. */
  async run(work: () => Promise<unknown>, said = ""): Promise<boolean> {
    if (this.progress.kind === "busy") return false;
    this.progress = { kind: "busy" };
    try {
      await work();
      this.progress = { kind: "done", said };
      return true;
    } catch (thrown) {
      const error = report(thrown);
      const told = !this.#covers && (await desk.tells(error));
      this.progress = told ? { kind: "idle" } : { kind: "failed", error };
      return false;
    }
  }
}
