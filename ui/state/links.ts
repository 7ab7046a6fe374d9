// Whether a person is told that the browser can't come back by itself.
import type { LinkHandler } from "../contract/LinkHandler";

/** What is not known is no trouble: most systems that don't tell do the right thing. */
export const isAstray = (handler: LinkHandler | null): handler is LinkHandler =>
  handler !== null && handler.kind !== "ours" && handler.kind !== "unknown";

/** Whether both are the same program: what was put off is told again only where another one has come. */
export const isSame = (a: LinkHandler, b: LinkHandler | null) =>
  a.kind === b?.kind && (a.kind !== "other" || (b.kind === "other" && a.name === b.name));
