// Where the focus goes by name, from screens that do not contain it.
export const focusList = () => document.querySelector<HTMLElement>("aside [role=listbox]")?.focus();
export const focusPane = () => document.querySelector<HTMLElement>("main h1")?.focus();

/** Where list and pane do not fit side by side, what was opened with the mouse comes into sight. */
export const showPane = () => document.querySelector("main")?.scrollIntoView({ inline: "nearest", block: "nearest" });
