// Written by the engine's tests from its contract: do not edit.
import type { AccountId } from "./AccountId";
import type { Figure } from "./Figure";
import type { Headroom } from "./Headroom";
import type { MeAnswer } from "./MeAnswer";

export type AccountDetail = { 
/**
 * The account's id.
 */
id: AccountId, 
/**
 * Every figure, always in the same order.
 */
figures: Array<Figure>, 
/**
 * Whether this process asks for figures of it now.
 */
reading: boolean, 
/**
 * Whether it is known where its workspace is opened in a browser.
 */
has_page: boolean, 
/**
 * The permissions that the last check found missing, as the Developer Hub labels them.
 */
lacks: Array<string>, 
/**
 * What was last told of the provider's rate limit.
 */
headroom: Headroom | null, 
/**
 * What the provider last gave when it was asked whose the account is.
 */
me: MeAnswer | null, };
