// The shape of the window: how wide it is, and how much of that the sidebar takes.
import { prefer, preferences, SIDEBAR, within } from "./preferences";

/** A question to the window's size that is answered again whenever the size changes. */
function media(query: string) {
  const list = globalThis.matchMedia?.(query);
  let matches = $state(list?.matches ?? false);
  list?.addEventListener("change", () => {
    matches = list.matches;
  });
  return () => matches;
}

const isNarrow = media("(max-width: 959px)");
const isSmall = media("(max-width: 559px)");

class Frame {
  #rail = $state(preferences().rail);
  /** Whether the person opened the sidebar in a window that is too narrow to keep it open. */
  #opened = $state(false);
  #width = $state(preferences().sidebar);

  /** Whether the sidebar shows monograms alone. A small window shows the list or the page, each whole. */
  get rail(): boolean {
    return !isSmall() && (isNarrow() ? !this.#opened : this.#rail);
  }

  /** The sidebar's width in pixels, where it is no rail. */
  get width(): number {
    return this.#width;
  }

  /** Opens the sidebar for a part that the rail does not show. The person's choice for wide windows stays. */
  open() {
    if (isNarrow()) this.#opened = true;
    else this.#rail = false;
  }

  toggleSidebar() {
    if (isNarrow()) this.#opened = !this.#opened;
    else {
      this.#rail = !this.#rail;
      prefer({ rail: this.#rail });
    }
  }

  /** Widens the sidebar within its bounds. */
  resize(width: number) {
    this.#width = within(SIDEBAR, width);
  }

  keepWidth() {
    prefer({ sidebar: this.#width });
  }
}

export const frame = new Frame();
