// The parts of the window between which F6 moves: list, page and their header and tabs.
import { tick } from "svelte";
import { desk } from "../state/desk.svelte";
import { frame } from "../state/frame.svelte";
import type { Moves } from "../state/shortcuts";
import { focusPane } from "./focus";

/** The parts in the order of F6, with the element that takes the focus of each. */
const REGIONS = ["aside [role=listbox]", "main header button, main header a", "main nav a[aria-current]", "main h1"];

const visible = (selector: string) =>
  [...document.querySelectorAll<HTMLElement>(selector)].find((each) => each.checkVisibility());

export const moves: Moves = {
  nextRegion() {
    const goals = REGIONS.map(visible);
    const focused = document.activeElement;
    const now = goals.findLastIndex((goal) => goal && (goal === focused || partOf(goal)?.contains(focused)));
    for (let by = 1; by <= goals.length; by++) {
      const goal = goals[(now + by) % goals.length];
      if (goal) return goal.focus();
    }
  },
  focusFilter() {
    frame.open();
    desk.filtering = true;
    desk.front = "list";
    void tick().then(() => document.querySelector<HTMLInputElement>("#search")?.focus());
  },
  focusPage: () => focusPane(),
};

const partOf = (goal: HTMLElement) => (goal.localName === "h1" ? null : goal.closest("aside, nav, header"));
