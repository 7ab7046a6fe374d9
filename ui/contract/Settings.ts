// Written by the engine's tests from its contract: do not edit.
export type Settings = { 
/**
 * Where the master key lives.
 */
vault: "os_keyring" | "session", 
/**
 * Where everything else lies.
 */
data_folder: string, 
/**
 * This program's version.
 */
version: string, 
/**
 * Which build it is.
 */
channel: "release" | "development", };
