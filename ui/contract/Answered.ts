// Written by the engine's tests from its contract: do not edit.
export type Answered = { 
/**
 * The name of the workspace, else its id.
 */
workspace: string | null, 
/**
 * The teammate's name, else their address.
 */
admin: string | null, 
/**
 * What tells it from others of the same names: the workspace's id, its region, the teammate's id.
 */
ids: string | null, };
