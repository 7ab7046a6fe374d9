// Written by the engine's tests from its contract: do not edit.
export type Presence = { 
/**
 * Whether the person wants an icon in the tray; null where Switchhook has none for this system.
 */
tray: boolean | null, 
/**
 * Whether this desktop shows a tray; null where the tray does not answer.
 */
tray_shown: boolean | null, 
/**
 * Whether the program starts at login; null where Switchhook can't arrange that.
 */
login: boolean | null, };
