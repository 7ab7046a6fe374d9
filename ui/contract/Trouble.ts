// Written by the engine's tests from its contract: do not edit.
import type { Failure } from "./Failure";

export type Trouble = { 
/**
 * The problem that Switchhook found.
 */
report: Failure, 
/**
 * Since when the account has its present status.
 */
since: string, };
