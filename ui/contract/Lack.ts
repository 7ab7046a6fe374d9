// Written by the engine's tests from its contract: do not edit.
import type { FigureName } from "./FigureName";

export type Lack = { 
/**
 * The label of the permission in the Developer Hub.
 */
permission: string, 
/**
 * The figures that stay empty without the permission.
 */
figures: Array<FigureName>, };
