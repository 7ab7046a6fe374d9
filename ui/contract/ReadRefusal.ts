// Written by the engine's tests from its contract: do not edit.
export type ReadRefusal = "dead" | "not_allowed" | "not_in_plan" | "unclear";
