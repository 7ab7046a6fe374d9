// Written by the engine's tests from its contract: do not edit.
export type FileFault = "link" | "other_kind" | "of_another_user" | "second_name";
