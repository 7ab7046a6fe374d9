// Written by the engine's tests from its contract: do not edit.
export type RedirectUris = { 
/**
 * The maintainers' bridge page; empty if there is none, and each person hosts their own.
 */
bridge: string, 
/**
 * An address at which this program can listen now.
 */
loopback: string, 
/**
 * An address at which no page answers.
 */
paste: string, 
/**
 * The callback of this program's own scheme.
 */
direct: string, };
