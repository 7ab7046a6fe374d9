// Written by the engine's tests from its contract: do not edit.
export type Status = "connected" | "limited" | "needs_reconnect" | "unreachable" | "unverified" | "disabled";
