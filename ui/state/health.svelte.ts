// The Doctor's report and its examination. Both stay while the person looks elsewhere.
import * as api from "../api";
import type { HealthReport } from "../contract/HealthReport";
import { Action } from "./action.svelte";
import { reportLines } from "./health";

class Health {
  report: HealthReport | null = $state.raw(null);
  /** When the report was made, in RFC 3339. */
  madeAt: string | null = $state(null);
  readonly checking = new Action({ covers: true });
  readonly copying = new Action();

  /** Looks at home and computer, mends what is safe with `fix`, and sends a link out and back with `roundTrip`. */
  examine({ fix = false, roundTrip = false } = {}) {
    return this.checking.run(async () => {
      this.copying.progress = { kind: "idle" };
      this.report = await api.health(fix, roundTrip);
      this.madeAt = new Date().toISOString();
    });
  }

  /** Copies the report as text. */
  copy() {
    const lines = this.report ? reportLines(this.report) : [];
    return this.copying.run(() => api.copyMessage(lines));
  }
}

export const health = new Health();
