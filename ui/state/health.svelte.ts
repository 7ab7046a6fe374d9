// The Doctor's report. It stays while the person looks elsewhere.
import * as api from "../api";
import type { HealthReport } from "../contract/HealthReport";
import { reportLines } from "./health";

class Health {
  report: HealthReport | null = $state.raw(null);

  /** Looks at home and computer, mends what is safe with `fix`, and sends a link out and back with `roundTrip`. */
  async examine({ fix = false, roundTrip = false } = {}) {
    this.report = await api.health(fix, roundTrip);
  }

  /** Copies the report as text. */
  async copy() {
    if (this.report) await api.copyMessage(reportLines(this.report));
  }
}

export const health = new Health();
