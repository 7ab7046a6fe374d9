// Where the focus goes by name, from screens that do not contain it.
export const focusList = () => document.querySelector<HTMLElement>("aside [role=listbox]")?.focus();
export const focusPane = () => document.querySelector<HTMLElement>("main h1")?.focus();
