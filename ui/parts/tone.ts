/**
 * How well something is, for its colour; the word stands elsewhere. Off is the person's own wish, and nothing to worry
 * about.
 */
export type Tone = "ok" | "warn" | "bad" | "off";
