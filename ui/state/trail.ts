// The places that a person visited, and where on this trail the window is.
import { isForm, isPage, type Place, samePlace } from "./place";

export type Trail = { readonly places: readonly Place[]; readonly at: number };
/** Whether the subject of a place still exists. */
type Exists = (place: Place) => boolean;

/** The most places that the window remembers. */
const LONGEST = 100;

export const START: Trail = { places: [{ kind: "home" }], at: 0 };

export const current = ({ places, at }: Trail): Place => places[at] ?? { kind: "home" };

/** Goes to a place, and drops the places ahead. */
export function visit(trail: Trail, place: Place): Trail {
  if (samePlace(current(trail), place)) return replace(trail, place);
  const places = [...trail.places.slice(0, trail.at + 1), place].slice(-LONGEST);
  return { places, at: places.length - 1 };
}

/** Puts a place where the window is, since the subject of the one before is gone. */
export const replace = ({ places, at }: Trail, place: Place): Trail => ({ places: places.with(at, place), at });

/** Goes back (-1) or ahead (1), past places that no longer exist. Returns null where the trail ends. */
export function go(trail: Trail, by: -1 | 1, exists: Exists): Trail | null {
  const here = current(trail);
  for (let at = trail.at + by; at >= 0 && at < trail.places.length; at += by) {
    const place = trail.places[at];
    if (place && exists(place) && !samePlace(place, here)) return { ...trail, at };
  }
  return null;
}

/** Leaves a form or a sheet for the place above it: a form for the settings that opened it or the sheet, all else for the page before it. */
export function leave(trail: Trail): Trail {
  const before = trail.places.slice(0, trail.at);
  const last = before.at(-1);
  const above = placeAbove(current(trail), last) ?? before.findLast(isPage) ?? { kind: "home" };
  // The way ahead then leads to the form again.
  return last && samePlace(last, above) ? { ...trail, at: trail.at - 1 } : replace(trail, above);
}

/** The place above a form. Null for any other place. */
function placeAbove(place: Place, before: Place | undefined): Place | null {
  if (place.kind === "tokens") return { kind: "token", replaces: null };
  if (place.kind === "app" && before?.kind === "settings") return before;
  const isNew = place.kind !== "token" || place.replaces === null;
  return isForm(place) && isNew ? { kind: "connect" } : null;
}

/** Returns the account that was open before the present one, or null. */
export function lastAccount(trail: Trail, exists: Exists): Place | null {
  const here = current(trail);
  const other = (place: Place) =>
    place.kind === "account" && exists(place) && !(here.kind === "account" && here.id === place.id);
  return trail.places.slice(0, trail.at).findLast(other) ?? trail.places.slice(trail.at).find(other) ?? null;
}
