// Written by the engine's tests from its contract: do not edit.
import type { FigureName } from "./FigureName";
import type { Code } from "./Code";
import type { ProviderCode } from "./ProviderCode";
import type { LinkError } from "./LinkError";
import type { AttemptProblem } from "./AttemptProblem";
import type { AccountProblem } from "./AccountProblem";
import type { RegistrationProblem } from "./RegistrationProblem";
import type { ProviderProblem } from "./ProviderProblem";
import type { VaultProblem } from "./VaultProblem";
import type { StoreProblem } from "./StoreProblem";
import type { DesktopProblem } from "./DesktopProblem";

export type Problem = { "about": "link" } & LinkError | { "about": "attempt" } & AttemptProblem | { "about": "account" } & AccountProblem | { "about": "registration" } & RegistrationProblem | { "about": "provider" } & ProviderProblem | { "about": "vault" } & VaultProblem | { "about": "store" } & StoreProblem | { "about": "desktop" } & DesktopProblem | { "about": "figures_unread", 
/**
 * The figures that were not read. Empty if no figure was read.
 */
figures: Array<FigureName>, 
/**
 * The problem of the first of them.
 */
why: Problem, } | { "about": "dead_after_uninstall", 
/**
 * The refusal of the token.
 */
why: Problem, } | { "about": "older", 
/**
 * The stable code.
 */
code: Code, 
/**
 * The sentence that says what happened.
 */
message: string, 
/**
 * The sentence that says what to do.
 */
hint: string, 
/**
 * The provider's own code, if it sent one.
 */
provider_code: ProviderCode | null, };
