// Written by the engine's tests from its contract: do not edit.
export type Stage = "awaiting" | "exchanging" | "identifying" | "unsaved" | "connected" | "already_connected" | "unverified" | "refused" | "denied" | "failed" | "expired" | "cancelled" | "interrupted";
