// Written by the engine's tests from its contract: do not edit.
import type { Failure } from "./Failure";

export type Trouble = { 
/**
 * What was found.
 */
report: Failure, 
/**
 * Since when the status is what it is.
 */
since: string, };
