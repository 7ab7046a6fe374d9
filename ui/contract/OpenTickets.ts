// Written by the engine's tests from its contract: do not edit.
export type OpenTickets = { 
/**
 * Tickets of customers.
 */
customer: number, 
/**
 * Tickets between teams.
 */
back_office: number, 
/**
 * Tickets that gather others with one cause.
 */
tracker: number, 
/**
 * When the provider gave the oldest of the three counts.
 */
as_of: string, };
