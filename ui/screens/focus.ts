// Functions that move the focus to another part of the window.
import { tick } from "svelte";
import { desk } from "../state/desk.svelte";

/** Brings the page into sight where list and page do not fit side by side. */
export function showPane() {
  desk.front = "page";
}

export function focusPane() {
  desk.front = "page";
  focus("main h1");
}

export function focusList() {
  desk.front = "list";
  focus("aside [role=listbox]");
}

/** Focuses the page, or the list if the page is out of sight. */
export function focusShown() {
  if (document.querySelector("main .screen")?.checkVisibility()) focusPane();
  else focusList();
}

/** Focuses an element. A hidden one can take the focus only after it is drawn. */
function focus(selector: string) {
  const goal = document.querySelector<HTMLElement>(selector);
  goal?.focus();
  if (goal && document.activeElement !== goal) void tick().then(() => goal.focus());
}
