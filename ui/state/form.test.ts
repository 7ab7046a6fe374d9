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

describe("an access token", () => {
  const guide = (name: string) => new Form(name, {}, { keepsSecret: true });
  test("outlasts a look elsewhere, for its account alone", () => {
    const form = guide("token a");
    form.secret = "pasted";
    form.leave();
    const again = guide("token a");
    expect([again.secret, again.typed, guide("token b").secret]).toEqual(["pasted", true, ""]);
  });
  test("is gone from every form once it is accepted or cancelled", () => {
    const form = guide("token c");
    form.secret = "pasted";
    form.leave();
    const again = guide("token c");
    form.end();
    again.leave();
    expect([again.secret, again.typed, guide("token c").secret]).toEqual(["", false, ""]);
  });
  test("is gone once its field is emptied", () => {
    const form = guide("token d");
    form.secret = "pasted";
    form.secret = "";
    form.leave();
    expect(guide("token d").typed).toBe(false);
  });
});
