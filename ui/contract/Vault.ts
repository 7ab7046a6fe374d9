import type { ErrorReport } from "./ErrorReport";

export type Vault = { mode: "os_keyring" | "session", error: ErrorReport | null, };
