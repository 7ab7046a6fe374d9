// Written by the engine's tests from its contract: do not edit.
import type { AppPermission } from "./AppPermission";

export type AppGuide = { 
/**
 * The redirect URL for a person who hosts no bridge.
 */
redirect_uri: string, 
/**
 * The permissions that the person ticks.
 */
permissions: Array<AppPermission>, 
/**
 * The message to an administrator of a person who can't open the Developer Hub, by paragraph.
 */
request: Array<string>, };
