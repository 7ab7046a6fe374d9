// Written by the engine's tests from its contract: do not edit.
import type { HealthStatus } from "./HealthStatus";

export type HealthCheck = { 
/**
 * The stable name, for scripts. A check of one of several things adds `:` and the thing.
 */
id: string, 
/**
 * The result.
 */
status: HealthStatus, 
/**
 * The thing that was checked.
 */
title: string, 
/**
 * The sentence that says what is so.
 */
message: string, 
/**
 * The sentence that says what to do; empty where there is nothing to do.
 */
hint: string, 
/**
 * Whether a repair can mend it.
 */
mendable: boolean, 
/**
 * The sentence that says what the repair did; null where it did nothing.
 */
fixed: string | null, };
