// Written by the engine's tests from its contract: do not edit.
import type { Wait } from "./Wait";

export type TeamRow = { 
/**
 * The team's id at the provider; null for conversations without a team.
 */
id: string | null, 
/**
 * The team's name; null for conversations without a team, and for a team that the provider does not list.
 */
name: string | null, 
/**
 * The open conversations.
 */
open: number, 
/**
 * How many of them have no teammate.
 */
unassigned: number, 
/**
 * The one that waits longest; null where nobody waits.
 */
wait: Wait | null, };
