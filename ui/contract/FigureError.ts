// Written by the engine's tests from its contract: do not edit.
export type FigureError = "no_object" | "no_count" | "no_list" | "one_page" | "unsettled";
