// Written by the engine's tests from its contract: do not edit.
import type { HealthCheck } from "./HealthCheck";

export type HealthReport = { 
/**
 * The checks, in the order in which a person reads them.
 */
checks: Array<HealthCheck>, 
/**
 * Whether no check is an error.
 */
healthy: boolean, };
