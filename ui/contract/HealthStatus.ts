// Written by the engine's tests from its contract: do not edit.
export type HealthStatus = "ok" | "warning" | "error" | "skipped";
