// Written by the engine's tests from its contract: do not edit.
export type Admin = { 
/**
 * The provider's id.
 */
id: string | null, 
/**
 * Their name.
 */
name: string | null, 
/**
 * Their e-mail address.
 */
email: string | null, 
/**
 * Whether the provider verified that address.
 */
email_verified: boolean | null, };
