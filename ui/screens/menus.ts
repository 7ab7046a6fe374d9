// Opens the menu of an element, by the right button or by the keys for it.
import { type MenuOf, menus, opensMenu } from "../state/menu.svelte";

/** Opens a menu where the pointer is. A menu by key opens below the element that it belongs to. */
export function openMenu(menu: MenuOf | null, event: MouseEvent | KeyboardEvent, over: Element | null | undefined) {
  if (!menu) return;
  event.preventDefault();
  const byPointer = "clientX" in event && (event.clientX !== 0 || event.clientY !== 0);
  const at = over?.getBoundingClientRect();
  const below = { left: (at?.left ?? 0) + 8, top: at ? at.bottom - 4 : 0 };
  menus.opened = { ...menu, ...(byPointer ? { left: event.clientX, top: event.clientY } : below) };
}

/** An attachment that gives an element its menu. */
export const withMenu = (build: () => MenuOf | null) => (element: HTMLElement) => {
  const open = (event: MouseEvent) => openMenu(build(), event, element);
  const key = (event: KeyboardEvent) => {
    if (opensMenu(event)) openMenu(build(), event, element);
  };
  element.addEventListener("contextmenu", open);
  element.addEventListener("keydown", key);
  return () => {
    element.removeEventListener("contextmenu", open);
    element.removeEventListener("keydown", key);
  };
};
