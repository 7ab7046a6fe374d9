// Written by the engine's tests from its contract: do not edit.
import type { Failure } from "./Failure";

export type Vault = { 
/**
 * Where the master key lives: in the system's keyring, or in memory for this session.
 */
mode: "os_keyring" | "session", 
/**
 * Why the vault did not open at its last use; null when it did.
 */
error: Failure | null, 
/**
 * Whether the system is asking a person to unlock the keyring now.
 */
waiting: boolean, };
