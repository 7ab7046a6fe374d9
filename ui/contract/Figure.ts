// Written by the engine's tests from contract.rs: do not edit.
import type { FigureName } from "./FigureName";
import type { ErrorReport } from "./ErrorReport";

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
trouble: ErrorReport | null, };
