// Written by the engine's tests from its contract: do not edit.
export type Settings = { 
/**
 * Where the master key lives.
 */
vault: "os_keyring" | "session", 
/**
 * The path of the home.
 */
data_folder: string, 
/**
 * This program's version.
 */
version: string, 
/**
 * The build of this program.
 */
channel: "release" | "development", };
