// One action of a person, from the click to its end.
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

  /** `covers`: a dialog hides the notice about the keyring meanwhile. */
  constructor({ covers = false } = {}) {
    this.#covers = covers;
  }

  /** Returns true when the work succeeded. A second click during the first does nothing. A keyring problem is shown once. */
  async run(work: () => Promise<unknown>, said = ""): Promise<boolean> {
    if (this.progress.kind === "busy") return false;
    this.progress = { kind: "busy" };
    try {
      await work();
      this.progress = { kind: "done", said };
      return true;
    } catch (thrown) {
      const error = report(thrown);
      const isShown = !this.#covers && (await desk.shows(error));
      this.progress = isShown ? { kind: "idle" } : { kind: "failed", error };
      return false;
    }
  }
}
