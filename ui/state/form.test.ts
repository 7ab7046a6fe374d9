import { describe, expect, test } from "vitest";
import { Form } from "./form.svelte";

describe("a secret", () => {
  test("stays in its field until the form ends", () => {
    const form = new Form("token", { name: "" });
    form.secret = "pasted";
    expect(form.typed).toBe(true);
    form.end();
    expect(form.secret).toBe("");
  });
  test("does not outlast a look elsewhere, unlike the other fields", () => {
    const form = new Form("another", { name: "" });
    form.secret = "pasted";
    form.draft.name = "Acme";
    form.leave();
    const again = new Form("another", { name: "" });
    expect([form.secret, again.secret, again.draft.name]).toEqual(["", "", "Acme"]);
  });
});
