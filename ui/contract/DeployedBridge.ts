// Written by the engine's tests from its contract: do not edit.
export type DeployedBridge = { 
/**
 * Whether the page is a published one, byte for byte.
 */
ours: boolean, 
/**
 * The version of the page; null for a foreign page.
 */
version: string | null, 
/**
 * The names of the headers that the host should send and does not.
 */
missing_headers: Array<string>, 
/**
 * Where other pages are kept from framing this one: `header` or `script`.
 */
framing: string, };
