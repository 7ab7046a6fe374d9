// Written by the engine's tests from its contract: do not edit.
import type { FigureName } from "./FigureName";

export type AppPermission = { 
/**
 * As it is labelled there.
 */
label: string, 
/**
 * What stays empty without it; nothing for the one that tells whose an account is.
 */
figures: Array<FigureName>, };
