/** The colour of a status. "off" is for an account that the person disabled. */
export type Tone = "ok" | "warn" | "bad" | "off";
