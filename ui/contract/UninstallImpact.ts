// Written by the engine's tests from its contract: do not edit.
export type UninstallImpact = { 
/**
 * Those of the same app in the same workspace.
 */
surely: Array<string>, 
/**
 * Those of the same workspace that may be of the same app: which one an own token belongs to is not known.
 */
maybe: Array<string>, };
