// Written by the engine's tests from its contract: do not edit.
export type Answered = { 
/**
 * The name of the workspace, or its id if it has no name.
 */
workspace: string | null, 
/**
 * The teammate's name, or their e-mail address if they have no name.
 */
admin: string | null, 
/**
 * The workspace's id, the region and the teammate's id, which distinguish it from others with equal names.
 */
ids: string | null, };
