// Written by the engine's tests from contract.rs: do not edit.
import type { ErrorReport } from "./ErrorReport";

export type Trouble = { 
/**
 * What was found, in words.
 */
report: ErrorReport, 
/**
 * Since when the status is what it is.
 */
since: string, };
