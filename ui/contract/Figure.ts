// Written by the engine's tests from its contract: do not edit.
import type { FigureName } from "./FigureName";
import type { Failure } from "./Failure";

export type Figure = { 
/**
 * Which one.
 */
name: FigureName, 
/**
 * Null until it was told once.
 */
count: number | null, 
/**
 * When the provider told it.
 */
as_of: string | null, 
/**
 * The permission that the app lacks for it, as the Developer Hub labels it.
 */
missing: string | null, 
/**
 * Why it could not be read.
 */
trouble: Failure | null, };
