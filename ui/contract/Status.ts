export type Status = "connected" | "limited" | "needs_reconnect" | "unreachable" | "unverified" | "disabled";
