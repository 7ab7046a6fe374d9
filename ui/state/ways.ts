// The ways in which a browser comes back to Switchhook with the answer for a person's own app.
import type { RedirectUris } from "../contract/RedirectUris";
import type { Registration } from "../contract/Registration";
import type { ReturnRoute } from "../contract/ReturnRoute";
import { en } from "../messages/en";
import { desk } from "./desk.svelte";

export const WAYS: readonly ReturnRoute[] = ["bridge", "paste", "loopback", "direct"];

/** The way that the person chose on the sheet, until the guide takes it. */
let chosen: ReturnRoute | null = null;

/** Opens the guide to an app whose answers come back this way. */
export function showGuide(way: ReturnRoute) {
  chosen = way;
  desk.show({ kind: "app", id: null });
}

export function takeWay(): ReturnRoute | null {
  const way = chosen;
  chosen = null;
  return way;
}

/** The way for a person who chose none: the one that works with Intercom and needs nothing of the person's own. */
export const usualWay = ({ bridge }: RedirectUris): ReturnRoute => (bridge === "" ? "paste" : "bridge");

/** The redirect URL of a way. A person types the address of the bridge page once: the newest app with one has it. */
export function redirectUriOf(way: ReturnRoute, uris: RedirectUris, registrations: Registration[]): string {
  const bridged = registrations.filter(({ kind, return_route }) => kind === "app" && return_route === "bridge");
  const newest = bridged.toSorted((a, b) => a.created_at.localeCompare(b.created_at)).at(-1);
  return (way === "bridge" && newest?.redirect_uri) || uris[way];
}

/** Guesses the way of a typed address; null for an address that fits none. Rust decides. */
export function routeOf(redirectUri: string): ReturnRoute | null {
  if (!URL.canParse(redirectUri)) return null;
  const { protocol, hostname } = new URL(redirectUri);
  if (protocol !== "https:" && protocol !== "http:")
    return /^app\.switchhook(\.dev)?:\/callback$/.test(redirectUri) ? "direct" : null;
  const isHere = ["localhost", "[::1]"].includes(hostname) || /^127(\.\d+){3}$/.test(hostname);
  if (protocol === "http:") return isHere ? "loopback" : null;
  return isHere ? "paste" : "bridge";
}

/** Says why an address can't be the redirect URL of this way, or of any for null. A person can paste any https address. */
export function faultOf(redirectUri: string, way: ReturnRoute | null): string | null {
  const fits = routeOf(redirectUri);
  if (redirectUri === "") return null;
  if (fits === null) return en.app.redirectFault.unclear;
  const isPasted = way === "paste" && fits === "bridge";
  return way === null || way === fits || isPasted ? null : en.app.redirectFault.other(fits);
}
