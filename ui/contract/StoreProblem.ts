// Written by the engine's tests from its contract: do not edit.
import type { FileFault } from "./FileFault";
import type { DiskLack } from "./DiskLack";

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
why: string, } | { "what": "folder_open_to_others", 
/**
 * The folder in which they can.
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
 * Why it is not one.
 */
fault: FileFault, } | { "what": "disk_unfit", 
/**
 * The folder.
 */
folder: string, 
/**
 * What it lacks.
 */
lacks: DiskLack, } | { "what": "sandbox_seed", 
/**
 * What the system says.
 */
why: string, } | { "what": "sandbox_address", 
/**
 * What the system says.
 */
why: string, };
