// Written by the engine's tests from its contract: do not edit.
import type { Wait } from "./Wait";

export type TeammateRow = { 
/**
 * The teammate's id at the provider.
 */
id: string, 
/**
 * The teammate's name; null where the provider lists no such teammate any more.
 */
name: string | null, 
/**
 * Whether the teammate is away.
 */
away: boolean, 
/**
 * The open conversations.
 */
open: number, 
/**
 * The one that waits longest; null where nobody waits.
 */
wait: Wait | null, };
