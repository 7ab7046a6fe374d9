// Written by the engine's tests from its contract: do not edit.
import type { Failure } from "./Failure";

export type Vault = { 
/**
 * `os_keyring` or `session`.
 */
mode: "os_keyring" | "session", 
/**
 * Why it could not be opened when it was last needed.
 */
error: Failure | null, 
/**
 * Whether a person is asked to unlock the keyring, now.
 */
waiting: boolean, };
