// Whether to show a notice that the browser can't come back by itself.
import type { LinkHandler } from "../contract/LinkHandler";

/** Whether links go elsewhere. "Unknown" counts as fine, since most systems that don't say do the right thing. */
export const isAstray = (handler: LinkHandler | null): handler is LinkHandler =>
  handler !== null && handler.kind !== "ours" && handler.kind !== "unknown";

/** Whether both are the same program. A notice that was put off comes back only for another program. */
export const isSame = (a: LinkHandler, b: LinkHandler | null) =>
  a.kind === b?.kind && (a.kind !== "other" || (b.kind === "other" && a.name === b.name));
