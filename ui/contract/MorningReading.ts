// Written by the engine's tests from its contract: do not edit.
export type MorningReading = "unasked" | "on" | "off";
