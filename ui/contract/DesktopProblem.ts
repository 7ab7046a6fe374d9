// Written by the engine's tests from its contract: do not edit.
export type DesktopProblem = { "what": "no_browser" } | { "what": "no_file_manager", 
/**
 * The folder.
 */
folder: string, } | { "what": "clipboard_unusable" } | { "what": "clipboard_empty" } | { "what": "file_not_written", 
/**
 * The file.
 */
file: string, 
/**
 * The system's message.
 */
why: string, } | { "what": "entry_not_written", 
/**
 * The file.
 */
file: string, 
/**
 * The system's message.
 */
why: string, } | { "what": "entry_not_removed", 
/**
 * The file.
 */
file: string, 
/**
 * The system's message.
 */
why: string, } | { "what": "program_not_namable" } | { "what": "tool_missing", 
/**
 * The name of the tool.
 */
tool: string, } | { "what": "links_elsewhere", 
/**
 * The name of that program, if it is known.
 */
name: string | null, } | { "what": "links_not_written", 
/**
 * The file.
 */
file: string, 
/**
 * The system's message.
 */
why: string, } | { "what": "links_refused" } | { "what": "not_here" };
