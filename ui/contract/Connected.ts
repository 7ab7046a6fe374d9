// Written by the engine's tests from its contract: do not edit.
import type { Outcome } from "./Outcome";
import type { Account } from "./Account";

export type Connected = { 
/**
 * The stored account.
 */
account: Account, 
/**
 * Whether the account is new, known, or not yet identified.
 */
outcome: Outcome, };
