// Written by the engine's tests from its contract: do not edit.
import type { Code } from "./Code";
import type { ProviderCode } from "./ProviderCode";
import type { Problem } from "./Problem";

export type Failure = { 
/**
 * What a script and the window branch on.
 */
code: Code, 
/**
 * The provider's own code, where it sent one.
 */
provider_code: ProviderCode | null, 
/**
 * What happened.
 */
problem: Problem, };
