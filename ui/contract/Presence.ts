// Written by the engine's tests from its contract: do not edit.
export type Presence = { 
/**
 * Whether an icon in the tray is wanted; none where this system has no tray of ours.
 */
tray: boolean | null, 
/**
 * Whether this desktop shows a tray; none where its tray does not answer.
 */
tray_shown: boolean | null, 
/**
 * Whether it is started at login; none where this system has another way.
 */
login: boolean | null, };
