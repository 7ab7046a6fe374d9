import { describe, expect, test } from "vitest";
import type { ReturnRoute } from "../contract/ReturnRoute";
import { en } from "../messages/en";
import { registration } from "./samples";
import { faultOf, redirectUriOf, routeOf, usualWay } from "./ways";

const uris = {
  bridge: "",
  loopback: "http://localhost:47116/callback",
  paste: "https://localhost:47115/callback",
  direct: "app.switchhook:/callback",
};

test.each([
  ["https://localhost:47115/callback", "paste"],
  ["http://127.0.0.1:47116/callback", "loopback"],
  ["http://127.1.2.3/", "loopback"],
  ["http://[::1]:47116/callback", "loopback"],
  ["https://127.0.0.1:47115/callback", "paste"],
  ["https://bridge.example/switchhook/", "bridge"],
  ["http://bridge.example/", null],
  ["app.switchhook:/callback", "direct"],
  ["app.switchhook.dev:/callback", "direct"],
  ["app.other:/callback", null],
  ["localhost", null],
  ["", null],
])("the return route of %s is %s", (uri, route) => {
  expect(routeOf(uri)).toBe(route);
});

describe("an address that fits no way, or another one, is refused", () => {
  const { unclear, other } = en.app.redirectFault;
  test.each<[string, ReturnRoute | null, string | null]>([
    ["https://bridge.example/", "bridge", null],
    ["http://bridge.example/", "bridge", unclear],
    ["bridge.example", "bridge", unclear],
    ["app.other:/callback", null, unclear],
    ["https://localhost:47115/callback", "bridge", other("paste")],
    ["http://localhost:47116/callback", "bridge", other("loopback")],
    ["http://localhost:47116/callback", "paste", other("loopback")],
    ["https://nothing.example/", "paste", null],
    ["https://bridge.example/", "loopback", other("bridge")],
    ["https://bridge.example/", "direct", other("bridge")],
    ["http://localhost:47116/callback", null, null],
    ["", "bridge", null],
  ])("%s for %s", (uri, way, fault) => {
    expect(faultOf(uri, way)).toBe(fault);
  });
});

describe("the redirect URL of a way", () => {
  const old = registration("r1", { redirect_uri: "https://old.example/", created_at: "2026-10-01T10:00:00Z" });
  const newest = registration("r2", { redirect_uri: "https://new.example/" });
  const pasted = registration("r3", { redirect_uri: uris.paste, return_route: "paste" });
  test.each<[string, ReturnRoute, typeof uris, (typeof old)[], string]>([
    ["is that of the guide", "loopback", uris, [newest], uris.loopback],
    ["is the bridge page of the newest app", "bridge", uris, [newest, old, pasted], "https://new.example/"],
    [
      "is the published bridge page for a first app",
      "bridge",
      { ...uris, bridge: "https://b.example/" },
      [pasted],
      "https://b.example/",
    ],
    ["is empty where the person has no bridge page yet", "bridge", uris, [], ""],
  ])("%s", (_, way, all, apps, uri) => {
    expect(redirectUriOf(way, all, apps)).toBe(uri);
  });
  test("the usual way is a published bridge page, else a paste", () => {
    expect([usualWay(uris), usualWay({ ...uris, bridge: "https://b.example/" })]).toEqual(["paste", "bridge"]);
  });
});
