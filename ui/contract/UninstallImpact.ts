// Written by the engine's tests from its contract: do not edit.
export type UninstallImpact = { 
/**
 * The accounts of this app in this workspace.
 */
surely: Array<string>, 
/**
 * The accounts of this workspace that may belong to this app. Switchhook does not know the app of an own token.
 */
maybe: Array<string>, };
