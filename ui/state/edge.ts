// The edge of the sidebar by keyboard.
import { SIDEBAR } from "./preferences";

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** How far an arrow moves the edge, in pixels. */
const STEP = 16;

/** The width to which a key leads, or null for any other key. Keys with Ctrl, Alt, Shift or Command have other meanings. */
export function widthAfter({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed, width: number): number | null {
  if (ctrlKey || metaKey || altKey || shiftKey) return null;
  const to: Record<string, number> = {
    ArrowLeft: width - STEP,
    ArrowRight: width + STEP,
    Home: SIDEBAR.least,
    End: SIDEBAR.most,
  };
  return to[key] ?? null;
}
