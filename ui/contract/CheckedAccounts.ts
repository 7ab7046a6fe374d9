// Written by the engine's tests from its contract: do not edit.
import type { AccountId } from "./AccountId";

export type CheckedAccounts = { 
/**
 * The accounts whose status the check left unchanged.
 */
not_updated: Array<AccountId>, 
/**
 * The accounts whose status is new, but not the figures that the list shows.
 */
unread: Array<AccountId>, };
