// Written by the engine's tests from its contract: do not edit.
import type { Insecurity } from "./Insecurity";
import type { SocksReply } from "./SocksReply";

export type ProxyFailure = { "of": "not_reached" } | { "of": "insecure", "is": Insecurity } | { "of": "broke_off" } | { "of": "no_proxy" } | { "of": "wants_password" } | { "of": "refused_password" } | { "of": "status", "is": number } | { "of": "socks", "is": SocksReply } | { "of": "not_understood" } | { "of": "unclear" };
