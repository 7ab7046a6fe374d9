// Written by the engine's tests from its contract: do not edit.
export type Admin = { 
/**
 * The teammate's id at the provider.
 */
id: string | null, 
/**
 * The teammate's name.
 */
name: string | null, 
/**
 * The teammate's e-mail address.
 */
email: string | null, 
/**
 * Whether the provider verified the e-mail address.
 */
email_verified: boolean | null, };
