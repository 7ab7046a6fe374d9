// Texts that are typed into forms and not sent yet, so that a person finds them again after a look elsewhere. They never
// hold secrets, tokens or pasted addresses.

export type Fields = Record<string, string>;

/** The fields that differ from the first values. */
export function typedOver<T extends Fields>(first: T, now: T): Partial<T> {
  return Object.fromEntries(Object.entries(now).filter(([field, text]) => text !== first[field])) as Partial<T>;
}

export const isTyped = <T extends Fields>(first: T, now: T) => Object.keys(typedOver(first, now)).length > 0;

/** The drafts by the name of their form. They last as long as the window. */
export class Drafts {
  readonly #kept = new Map<string, Fields>();

  /** Returns the first values of a form, with the typed ones over them. */
  of<T extends Fields>(form: string, first: T): T {
    return { ...first, ...this.#kept.get(form) };
  }

  keep<T extends Fields>(form: string, first: T, now: T) {
    if (isTyped(first, now)) this.#kept.set(form, typedOver(first, now) as Fields);
    else this.drop(form);
  }

  /** Drops a draft that was sent or given up. */
  drop(form: string) {
    this.#kept.delete(form);
  }
}
