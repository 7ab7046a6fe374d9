export type ReturnRoute = "direct" | "bridge" | "loopback" | "paste";
