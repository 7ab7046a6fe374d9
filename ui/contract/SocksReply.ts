// Written by the engine's tests from its contract: do not edit.
export type SocksReply = "failed" | "not_allowed" | "network_unreachable" | "host_unreachable" | "connection_refused" | "expired" | "not_supported";
