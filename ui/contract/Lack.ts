// Written by the engine's tests from its contract: do not edit.
import type { FigureName } from "./FigureName";

export type Lack = { 
/**
 * As the Developer Hub labels it.
 */
permission: string, 
/**
 * The figures that stay empty without it.
 */
figures: Array<FigureName>, };
