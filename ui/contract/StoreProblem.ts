// Written by the engine's tests from its contract: do not edit.
import type { FileFault } from "./FileFault";
import type { DiskLack } from "./DiskLack";

export type StoreProblem = { "what": "failed" } | { "what": "disk_full" } | { "what": "read_only" } | { "what": "damaged", 
/**
 * The path of the database, if it is known.
 */
database: string | null, } | { "what": "foreign", 
/**
 * The path of the database, if it is known.
 */
database: string | null, } | { "what": "busy" } | { "what": "newer" } | { "what": "opened_elsewhere" } | { "what": "no_folder" } | { "what": "folder_path" } | { "what": "folder_unusable", 
/**
 * The folder.
 */
folder: string, 
/**
 * The system's message.
 */
why: string, } | { "what": "folder_read_only", 
/**
 * The folder, if it is known.
 */
folder: string | null, 
/**
 * The system's message.
 */
why: string, } | { "what": "folder_open_to_others", 
/**
 * The folder that they can write to.
 */
folder: string, } | { "what": "folder_of_another_user", 
/**
 * The folder.
 */
folder: string, } | { "what": "file_refused", 
/**
 * The file.
 */
file: string, 
/**
 * The fault of the file.
 */
fault: FileFault, } | { "what": "disk_unfit", 
/**
 * The folder.
 */
folder: string, 
/**
 * The missing feature.
 */
lacks: DiskLack, } | { "what": "sandbox_seed", 
/**
 * The system's message.
 */
why: string, } | { "what": "sandbox_address", 
/**
 * The system's message.
 */
why: string, };
