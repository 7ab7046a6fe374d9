// One form on the screen. Its fields outlast it as a draft. Its secret stays until Rust accepts it or the person leaves. An access
// token outlasts its form, in this memory alone.
import { desk } from "./desk.svelte";
import { Drafts, type Fields, isTyped } from "./drafts";

const drafts = new Drafts();
/** The tokens that were pasted and not accepted yet, by the name of their form. */
const tokens: Record<string, string> = $state({});

export class Form<T extends Fields> {
  draft: T = $state() as T;
  #secret = $state("");
  readonly #name: string;
  readonly #keepsSecret: boolean;
  #first: T;
  #over = false;

  /** `keepsSecret`: a look elsewhere keeps the secret, too. */
  constructor(name: string, first: T, { keepsSecret = false } = {}) {
    this.#name = name;
    this.#first = first;
    this.#keepsSecret = keepsSecret;
    this.draft = drafts.of(name, first);
    desk.form = this;
  }

  /** A secret, a token, or an address that holds a code. */
  get secret(): string {
    return this.#keepsSecret ? (tokens[this.#name] ?? "") : this.#secret;
  }

  set secret(secret: string) {
    if (!this.#keepsSecret) this.#secret = secret;
    else if (secret === "") delete tokens[this.#name];
    else tokens[this.#name] = secret;
  }

  /** Whether something is typed. */
  get typed(): boolean {
    return this.secret !== "" || isTyped(this.#first, this.draft);
  }

  /** Fills fields that are still empty, once their first values are known. */
  begin(first: Partial<T>) {
    const typed = this.draft;
    for (const field of Object.keys(first) as (keyof T)[])
      if (typed[field] === "") typed[field] = first[field] as T[keyof T];
    this.#first = { ...this.#first, ...first };
  }

  /** Ends the form after it was sent or cancelled, and keeps no draft. */
  end() {
    this.#over = true;
    this.secret = "";
    drafts.drop(this.#name);
  }

  /** Leaves the screen, and keeps a draft unless the form has ended. */
  leave() {
    if (!this.#over) drafts.keep(this.#name, this.#first, $state.snapshot(this.draft) as T);
    if (!this.#keepsSecret) this.secret = "";
    if (desk.form === this) desk.form = null;
  }
}
