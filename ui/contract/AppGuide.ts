// Written by the engine's tests from its contract: do not edit.
import type { AppPermission } from "./AppPermission";

export type AppGuide = { 
/**
 * The redirect URL for who hosts nothing.
 */
redirect_uri: string, 
/**
 * What is to be ticked there.
 */
permissions: Array<AppPermission>, };
