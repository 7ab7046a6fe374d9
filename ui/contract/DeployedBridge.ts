// Written by the engine's tests from its contract: do not edit.
export type DeployedBridge = { 
/**
 * Whether the page is a published one, byte for byte, and none of its headers sends its address elsewhere.
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
 * The names of the headers by which a browser may send the page's address elsewhere, and with it the code.
 */
sending_headers: Array<string>, 
/**
 * Whether the host sends a policy of its own. It can stop the page's script.
 */
other_policy: boolean, 
/**
 * Where other pages are kept from framing this one: `header` or `script`.
 */
framing: string, };
