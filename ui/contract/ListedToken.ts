// Written by the engine's tests from its contract: do not edit.
import type { Failure } from "./Failure";

export type ListedToken = { 
/**
 * The line's number in the list, from 1.
 */
line: number, 
/**
 * The name for the account; null for the workspace's name.
 */
name: string | null, 
/**
 * The tags for the account.
 */
tags: Array<string>, 
/**
 * The mistake in the line; null where Switchhook can try it.
 */
error: Failure | null, };
