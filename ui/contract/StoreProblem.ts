// Written by the engine's tests from its contract: do not edit.
export type StoreProblem = { "what": "failed" } | { "what": "disk_full" } | { "what": "read_only" } | { "what": "damaged", 
/**
 * Where it lies, where that is known.
 */
database: string | null, } | { "what": "foreign", 
/**
 * Where the database lies, where that is known.
 */
database: string | null, } | { "what": "busy" } | { "what": "newer" } | { "what": "opened_elsewhere" } | { "what": "no_folder" } | { "what": "folder_path" } | { "what": "folder_unusable", 
/**
 * The folder.
 */
folder: string, 
/**
 * What the system says.
 */
why: string, } | { "what": "folder_read_only", 
/**
 * The folder, where it is told.
 */
folder: string | null, 
/**
 * What the system says.
 */
why: string, } | { "what": "sandbox_seed", 
/**
 * What the system says.
 */
why: string, } | { "what": "sandbox_address", 
/**
 * What the system says.
 */
why: string, };
