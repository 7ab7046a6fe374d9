// Written by the engine's tests from its contract: do not edit.
export type ReturnRoute = "direct" | "bridge" | "loopback" | "paste";
