// One form on the screen. Its fields outlast it as a draft. Its secret stays until Rust accepts it or the person leaves.
import { desk } from "./desk.svelte";
import { Drafts, type Fields, isTyped } from "./drafts";

const drafts = new Drafts();

export class Form<T extends Fields> {
  draft: T = $state() as T;
  /** A secret, a token, or an address that holds a code. It goes with the form. */
  secret = $state("");

  readonly #name: string;
  #first: T;
  #over = false;

  constructor(name: string, first: T) {
    this.#name = name;
    this.#first = first;
    this.draft = drafts.of(name, first);
    desk.form = this;
  }

  /** Whether the person would lose typed text by leaving. */
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
    this.secret = "";
    if (desk.form === this) desk.form = null;
  }
}
