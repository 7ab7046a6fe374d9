/** Whether all, some or none of several accounts carry a tag. This file imports nothing, because the words depend on it. */
export type Share = "all" | "some" | "none";
