// The Doctor's report. It stays while the person looks elsewhere.
import * as api from "../api";
import type { HealthReport } from "../contract/HealthReport";
import { reportLines } from "./health";

class Health {
  report: HealthReport | null = $state.raw(null);

  /** Looks at home and computer, and mends what is safe where `fix` says so. */
  async examine(fix: boolean) {
    this.report = await api.health(fix);
  }

  /** Copies the report as text. */
  async copy() {
    if (this.report) await api.copyMessage(reportLines(this.report));
  }
}

export const health = new Health();
