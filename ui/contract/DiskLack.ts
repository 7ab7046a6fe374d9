// Written by the engine's tests from its contract: do not edit.
export type DiskLack = "locks" | "shared_memory";
