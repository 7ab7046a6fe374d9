// Where the focus goes by name, from screens that do not contain it.
import { tick } from "svelte";
import { desk } from "../state/desk.svelte";

/** Where list and page do not fit side by side, the page comes into sight. */
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

/** In the page, or where it is out of sight, in the list. */
export function focusShown() {
  if (document.querySelector("main .screen")?.checkVisibility()) focusPane();
  else focusList();
}

/** What is out of sight can't be focused before it is drawn. */
function focus(selector: string) {
  const goal = document.querySelector<HTMLElement>(selector);
  goal?.focus();
  if (goal && document.activeElement !== goal) void tick().then(() => goal.focus());
}
