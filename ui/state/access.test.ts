import { describe, expect, test } from "vitest";
import type { AccountDetail } from "../contract/AccountDetail";
import type { Figure } from "../contract/Figure";
import { permissionsOf } from "./access";
import { failureOf } from "./samples";

const figure = (change: Partial<Figure>): Figure => ({
  name: "tags",
  count: 1,
  as_of: "2026-11-25T12:00:00Z",
  missing: null,
  trouble: null,
  ...change,
});
const detail = (change: Partial<AccountDetail>): AccountDetail => ({
  id: "a",
  figures: [],
  waiting: { since: null, conversation_id: null, as_of: null, missing: null, trouble: null },
  reading: false,
  has_page: true,
  lacks: [],
  headroom: null,
  me: null,
  workspace: { id: null, name: null, region: null, timezone: null, created_at: null },
  admin: { id: null, name: null, email: null, email_verified: null },
  ...change,
});
const known = [
  { label: "Read one admin", figures: [] },
  { label: "Read tags", figures: ["tags" as const] },
  { label: "Read and list users", figures: ["contacts" as const, "companies" as const] },
];
const maya = { id: "1", name: "Maya Ortiz", email: null, email_verified: null };

describe("a permission is granted, missing or not known", () => {
  test.each([
    ["nothing is known", null, ["unknown", "unknown", "unknown"]],
    ["the teammate is known", detail({ admin: maya }), ["granted", "unknown", "unknown"]],
    ["a figure came", detail({ figures: [figure({})] }), ["unknown", "granted", "unknown"]],
    [
      "one of two figures came",
      detail({ figures: [figure({ name: "contacts" }), figure({ name: "companies", count: null })] }),
      ["unknown", "unknown", "unknown"],
    ],
    [
      "the last answer for a figure failed",
      detail({ figures: [figure({ trouble: failureOf("provider_unreachable") })] }),
      ["unknown", "unknown", "unknown"],
    ],
    [
      "a refresh found it missing",
      detail({ admin: maya, lacks: ["Read one admin"] }),
      ["missing", "unknown", "unknown"],
    ],
    [
      "a figure lost its permission, and keeps an old number",
      detail({ figures: [figure({ missing: "Read tags" })] }),
      ["unknown", "missing", "unknown"],
    ],
  ])("%s", (_, found, expected) => {
    const states = permissionsOf(known, "connected", found).map(({ state }) => state);
    expect(states).toEqual(expected);
  });
});

test("a permission that Switchhook does not use is named, too", () => {
  expect(permissionsOf([], "connected", detail({ lacks: ["Read brands"] }))).toEqual([
    { label: "Read brands", figures: [], state: "missing" },
  ]);
});

test.each(["needs_reconnect", "unreachable", "disabled", "unverified"] as const)(
  "an account that is %s proves no permission",
  (status) => {
    const found = permissionsOf(known, status, detail({ admin: maya, figures: [figure({})] }));
    expect(found.map(({ state }) => state)).toEqual(["unknown", "unknown", "unknown"]);
  },
);
