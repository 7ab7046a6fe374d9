// Written by the engine's tests from contract.rs: do not edit.
import type { ErrorReport } from "./ErrorReport";

export type Vault = { 
/**
 * `os_keyring` or `session`.
 */
mode: "os_keyring" | "session", 
/**
 * Why it could not be opened when it was last needed.
 */
error: ErrorReport | null, 
/**
 * Whether a person is asked to unlock the keyring, now.
 */
waiting: boolean, };
