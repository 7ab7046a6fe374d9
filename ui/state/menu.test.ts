import { describe, expect, test } from "vitest";
import { accountMenu, attemptMenu } from "./entry-menu";
import { menuOf, opensMenu, takesText } from "./menu.svelte";
import { account, attempt } from "./samples";

test.each([
  ["the Menu key", { key: "ContextMenu", shiftKey: false }, true],
  ["Shift F10", { key: "F10", shiftKey: true }, true],
  ["F10, which belongs to the desktop", { key: "F10", shiftKey: false }, false],
])("%s opens a menu: %#", (_, key, opens) => {
  expect(opensMenu(key)).toBe(opens);
});

test.each([
  ["input", "text", true],
  ["input", "password", true],
  ["input", "radio", false],
  ["input", "checkbox", false],
  ["textarea", "textarea", true],
  ["button", "submit", false],
  ["div", undefined, false],
])("only where text is typed, the web view's own menu stays: %s %s", (localName, type, takes) => {
  expect(takesText({ localName, type })).toBe(takes);
});

test("a menu without entries does not open", () => {
  expect(menuOf("Acme", [[], []])).toBeNull();
  expect(menuOf("Acme", [[], [{ label: "Copy", onselect: () => {} }]])?.groups).toHaveLength(1);
});

const labels = (menu: ReturnType<typeof menuOf>) => menu?.groups.map((group) => group.map(({ label }) => label));

describe("a row's menu offers what the account's page offers", () => {
  const manage = ["Rename…", "Edit tags…", "Pin to the top", "Reconnect", "Disable"];
  const away = ["Remove from this computer…", "Uninstall from Intercom…"];
  test("for a connected account", () => {
    expect(labels(accountMenu(account("a")))).toEqual([
      ["Refresh", "Open in Intercom", "Copy workspace id"],
      manage,
      away,
    ]);
  });
  test("for a disabled one, which nobody refreshes", () => {
    const disabled = [...manage.slice(0, 4), "Enable"];
    expect(labels(accountMenu(account("a", { status: "disabled", kind: "sandbox" })))).toEqual([
      ["Open the sandbox", "Copy workspace id"],
      disabled,
      away,
    ]);
  });
  test("for one whose workspace is unknown, which opens no page", () => {
    expect(labels(accountMenu(account("a", { workspace_id: null })))?.[0]).toEqual(["Refresh"]);
  });
});

test.each([
  ["a waiting attempt", attempt("a"), [["Open again", "Copy link"], ["Cancel"]]],
  ["one from before a restart", attempt("a", { can_reopen: false }), [["Cancel"]]],
  ["one that ended", attempt("a", { stage: "failed" }), [["Try again"], ["Dismiss"]]],
  ["one that holds a token", attempt("a", { stage: "unsaved" }), undefined],
])("the menu of %s", (_, tried, expected) => {
  expect(labels(attemptMenu(tried))).toEqual(expected);
});
