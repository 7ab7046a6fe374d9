/** The colour of a status. "off" is for an account that the person disabled. */
export type Tone = "ok" | "warn" | "bad" | "off";

/** The shape of a status, for people who don't tell the colours apart: ● disc, ◐ half, ▲ triangle, ○ ring. */
export type Shape = "disc" | "half" | "triangle" | "ring";

export type Mark = { tone: Tone; shape: Shape };
