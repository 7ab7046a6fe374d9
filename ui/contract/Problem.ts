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
 * Which; empty where it is all of them.
 */
figures: Array<FigureName>, 
/**
 * Why the first of them was not.
 */
why: Problem, } | { "about": "dead_after_uninstall", 
/**
 * How it died.
 */
why: Problem, } | { "about": "older", 
/**
 * What scripts branch on.
 */
code: Code, 
/**
 * What happened.
 */
message: string, 
/**
 * What to do.
 */
hint: string, 
/**
 * The provider's own code.
 */
provider_code: ProviderCode | null, };
