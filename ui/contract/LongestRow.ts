// Written by the engine's tests from its contract: do not edit.
import type { Wait } from "./Wait";

export type LongestRow = { 
/**
 * The conversation and its wait.
 */
wait: Wait, 
/**
 * The name of its team; null without one.
 */
team: string | null, 
/**
 * The name of its teammate; null without one.
 */
teammate: string | null, };
