// Written by the engine's tests from its contract: do not edit.
import type { Failure } from "./Failure";
import type { Connected } from "./Connected";

export type AddedToken = { 
/**
 * The line's number in the list, from 1.
 */
line: number, 
/**
 * The stored account.
 */
connected: Connected | null, 
/**
 * Why no account has this token now.
 */
error: Failure | null, };
