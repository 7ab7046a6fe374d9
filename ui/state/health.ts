// The marks of the Doctor's checks, and its report as text.
import type { HealthCheck } from "../contract/HealthCheck";
import type { HealthReport } from "../contract/HealthReport";
import type { HealthStatus } from "../contract/HealthStatus";
import type { Mark } from "../parts/tone";

export const marks: Record<HealthStatus, Mark> = {
  ok: { tone: "ok", shape: "disc" },
  warning: { tone: "warn", shape: "half" },
  error: { tone: "bad", shape: "triangle" },
  skipped: { tone: "off", shape: "ring" },
};

/** Returns the checks with those at fault first: errors, then warnings, then all others, each in the report's order. */
export function inOrder({ checks }: HealthReport): HealthCheck[] {
  const rank = ({ status }: HealthCheck) => ["error", "warning"].indexOf(status) >>> 0;
  return [...checks].sort((one, other) => rank(one) - rank(other));
}

/** How many checks are errors, and how many are warnings. */
export const faults = ({ checks }: HealthReport) => ({
  errors: checks.filter(({ status }) => status === "error").length,
  warnings: checks.filter(({ status }) => status === "warning").length,
});

/** Whether a repair can mend something. */
export const isMendable = ({ checks }: HealthReport) => checks.some(({ mendable }) => mendable);

/** Whether the report tells of a round trip. */
export const holdsTrip = ({ checks }: HealthReport) => checks.some(({ id }) => id.startsWith("round_trip:"));

/** The report as text, one line for each check. */
export function reportLines({ checks }: HealthReport): string[] {
  const line = ({ status, title, message, fixed, hint }: HealthCheck) =>
    [`${status}: ${title}: ${message}`, fixed, hint].filter(Boolean).join(" ");
  return checks.map(line);
}
