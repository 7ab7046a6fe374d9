// Written by the engine's tests from its contract: do not edit.
import type { AppPermission } from "./AppPermission";
import type { RedirectUris } from "./RedirectUris";

export type AppGuide = { 
/**
 * The redirect URL of each way back to Switchhook.
 */
redirect_uris: RedirectUris, 
/**
 * The permissions that the person ticks.
 */
permissions: Array<AppPermission>, 
/**
 * The message to an administrator of a person who can't open the Developer Hub, by paragraph.
 */
request: Array<string>, };
