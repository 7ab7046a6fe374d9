// Every place of the window has an address. Links, the way back, the restored place and the palette all use addresses.

export const TABS = ["overview", "team", "access"] as const;
export type Tab = (typeof TABS)[number];

export const SECTIONS = ["general", "apps", "health", "about"] as const;
export type Section = (typeof SECTIONS)[number];

export type Place =
  | { kind: "home" }
  /** The needs and the board of all accounts. */
  | { kind: "today" }
  | { kind: "account"; id: string; tab: Tab }
  | { kind: "attempt"; id: string }
  /** `added`: the app that the person has just added. */
  | { kind: "connect"; added?: string }
  | { kind: "token"; replaces: string | null }
  | { kind: "tokens" }
  /** The form of the person's own app. A null id means a new app. */
  | { kind: "app"; id: string | null }
  | { kind: "settings"; section: Section };

/** An account's page, at its first tab. */
export const onAccount = (id: string, tab: Tab = "overview"): Place => ({ kind: "account", id, tab });

/** Returns the address of a place, for instance `/account/ID/access`. */
export function addressOf(place: Place): string {
  switch (place.kind) {
    case "home":
      return "/";
    case "today":
      return path("today");
    case "account":
      return path("account", place.id, place.tab);
    case "attempt":
      return path("attempt", place.id);
    case "connect":
      return withQuery(path("connect"), "added", place.added);
    case "token":
      return withQuery(path("connect", "token"), "replaces", place.replaces);
    case "tokens":
      return path("connect", "several");
    case "app":
      return place.id === null ? path("connect", "app") : path("connect", "app", place.id);
    case "settings":
      return path("settings", place.section);
  }
}

/** Returns the place at an address, or null for an address that leads nowhere. */
export function placeAt(address: string): Place | null {
  const [, way, , query] = /^([^?#]*)(\?([^#]*))?/.exec(address) ?? [];
  const parts = (way ?? "").split("/").slice(1).map(decoded);
  const [first, second, third] = parts;
  const asked = new URLSearchParams(query);
  if (way === "/") return { kind: "home" };
  if (parts.length > 3 || parts.some((part) => !part)) return null;
  if (first === "account" && second) {
    const tab = TABS.find((known) => known === (third ?? TABS[0]));
    return tab ? onAccount(second, tab) : null;
  }
  if (first === "today" && parts.length === 1) return { kind: "today" };
  if (first === "attempt" && second && parts.length === 2) return { kind: "attempt", id: second };
  if (first === "settings" && parts.length < 3) {
    const section = SECTIONS.find((known) => known === (second ?? SECTIONS[0]));
    return section ? { kind: "settings", section } : null;
  }
  if (first !== "connect") return null;
  if (second === "app") return { kind: "app", id: third ?? null };
  if (third !== undefined) return null;
  if (second === "token") return { kind: "token", replaces: asked.get("replaces") };
  if (second === "several") return { kind: "tokens" };
  const added = asked.get("added");
  return second === undefined ? { kind: "connect", ...(added === null ? {} : { added }) } : null;
}

export const samePlace = (a: Place, b: Place) => addressOf(a) === addressOf(b);

/** Whether the place is a form in which the person types. */
export const isForm = ({ kind }: Place) => kind === "token" || kind === "tokens" || kind === "app";

/** Whether the place is a page of its own, to which a form or a sheet leads back. */
export const isPage = ({ kind }: Place) => kind === "account" || kind === "home" || kind === "today";

/** Whether the place lies over a page, and leads back to it. */
export const isOver = (place: Place) => isForm(place) || place.kind === "connect" || place.kind === "settings";

const path = (...parts: string[]) => parts.map((part) => `/${encodeURIComponent(part)}`).join("");

const withQuery = (way: string, name: string, value: string | null | undefined) =>
  value ? `${way}?${new URLSearchParams({ [name]: value })}` : way;

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
