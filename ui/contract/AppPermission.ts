// Written by the engine's tests from its contract: do not edit.
import type { FigureName } from "./FigureName";

export type AppPermission = { 
/**
 * The label of the check box.
 */
label: string, 
/**
 * The figures that need the permission; empty for the one that identifies an account.
 */
figures: Array<FigureName>, };
