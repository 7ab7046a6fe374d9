// One form on the screen. What is typed into its fields outlasts it; what is typed as a secret does not.
import { desk } from "./desk.svelte";
import { Drafts, type Fields, isTyped } from "./drafts";

const drafts = new Drafts();

export class Form<T extends Fields> {
  draft: T = $state() as T;
  /** A secret, a token, or an address with a code in it: gone with the form. */
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

  /** Whether leaving it would take something away from who typed it. */
  get typed(): boolean {
    return this.secret !== "" || isTyped(this.#first, this.draft);
  }

  /** What is known only now stands where nothing was typed. */
  begin(first: Partial<T>) {
    const typed = this.draft;
    for (const field of Object.keys(first) as (keyof T)[])
      if (typed[field] === "") typed[field] = first[field] as T[keyof T];
    this.#first = { ...this.#first, ...first };
  }

  /** Takes the secret out of the page, to be sent. */
  takeSecret(): string {
    const { secret } = this;
    this.secret = "";
    return secret;
  }

  /** It was sent, or cancelled: nothing of it is kept. */
  end() {
    this.#over = true;
    drafts.drop(this.#name);
  }

  /** It goes from the screen. */
  leave() {
    if (!this.#over) drafts.keep(this.#name, this.#first, $state.snapshot(this.draft) as T);
    if (desk.form === this) desk.form = null;
  }
}
