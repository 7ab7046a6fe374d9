// One thing a person asked for, from the click to its end.
import type { ErrorReport } from "../contract/ErrorReport";
import { en } from "../messages/en";

export type Progress =
  | { kind: "idle" }
  | { kind: "busy" }
  | { kind: "done"; said: string }
  | { kind: "failed"; error: ErrorReport };

export class Action {
  progress: Progress = $state({ kind: "idle" });

  /** True when it worked. A second click while the first still runs does nothing. */
  async run(work: () => Promise<unknown>, said = ""): Promise<boolean> {
    if (this.progress.kind === "busy") return false;
    this.progress = { kind: "busy" };
    try {
      await work();
      this.progress = { kind: "done", said };
      return true;
    } catch (thrown) {
      this.progress = { kind: "failed", error: report(thrown) };
      return false;
    }
  }
}

/** Commands throw an ErrorReport; anything else is a fault of ours and says so. */
export function report(thrown: unknown): ErrorReport {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    return thrown as ErrorReport;
  }
  return { code: "unexpected", message: en.unexpected, hint: en.unexpectedHint, provider_code: null };
}
