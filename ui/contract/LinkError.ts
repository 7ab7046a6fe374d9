// Written by the engine's tests from its contract: do not edit.
export type LinkError = { "what": "foreign" } | { "what": "malformed" } | { "what": "state_missing" } | { "what": "state_unknown" } | { "what": "state_used" } | { "what": "state_expired" } | { "what": "cancelled" } | { "what": "sealed_invalid" } | { "what": "unsealed" };
