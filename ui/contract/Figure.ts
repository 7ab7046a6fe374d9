// Written by the engine's tests from its contract: do not edit.
import type { FigureName } from "./FigureName";
import type { Failure } from "./Failure";

export type Figure = { 
/**
 * The thing that the provider counts.
 */
name: FigureName, 
/**
 * The last count; null before the first one.
 */
count: number | null, 
/**
 * When the provider gave the count.
 */
as_of: string | null, 
/**
 * The permission for this figure that the app lacks, as the Developer Hub labels it.
 */
missing: string | null, 
/**
 * Why the last request gave no count.
 */
trouble: Failure | null, };
