// Written by the engine's tests from its contract: do not edit.
export type Change = { 
/**
 * The newer count minus the older one.
 */
by: number, 
/**
 * When the provider gave the older count.
 */
since: string, };
