// Written by the engine's tests from its contract: do not edit.
export type Wait = { 
/**
 * The conversation's id at the provider.
 */
conversation: string, 
/**
 * Since when it waits.
 */
since: string, 
/**
 * How long it waited when the provider named it, in minutes: working time where somebody said when the team works, else calendar time.
 */
minutes: number, 
/**
 * Whether that is longer than the account's threshold.
 */
is_long: boolean, };
