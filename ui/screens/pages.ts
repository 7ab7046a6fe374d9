// The parts of the window that its first drawing does not need. They are one file, which the window loads right after it.
export { default as ContextMenu } from "./ContextMenu.svelte";
export { default as Dialogs } from "./Dialogs.svelte";
export { default as LoadFailed } from "./LoadFailed.svelte";
export { default as MainPane } from "./MainPane.svelte";
