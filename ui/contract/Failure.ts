// Written by the engine's tests from its contract: do not edit.
import type { Code } from "./Code";
import type { ProviderCode } from "./ProviderCode";
import type { Problem } from "./Problem";

export type Failure = { 
/**
 * The code by which scripts and the window decide.
 */
code: Code, 
/**
 * The provider's own code; null where it sent none.
 */
provider_code: ProviderCode | null, 
/**
 * The problem and its facts.
 */
problem: Problem, };
