// Written by the engine's tests from its contract: do not edit.
export type Insecurity = "expired" | "not_yet_valid" | "other_name" | "unknown_issuer" | "unproven" | "no_tls";
