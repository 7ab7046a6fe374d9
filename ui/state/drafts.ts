// What is typed into forms and not sent yet, so that who looks at something else meanwhile finds it again. Secrets, tokens
// and pasted addresses are never in it.

export type Fields = Record<string, string>;

/** What was typed over what stood there. */
export function typedOver<T extends Fields>(first: T, now: T): Partial<T> {
  return Object.fromEntries(Object.entries(now).filter(([field, text]) => text !== first[field])) as Partial<T>;
}

export const isTyped = <T extends Fields>(first: T, now: T) => Object.keys(typedOver(first, now)).length > 0;

/** By the name of the form; they last as long as the window. */
export class Drafts {
  readonly #kept = new Map<string, Fields>();

  /** What a form begins with: what was typed stands over what there is by now. */
  of<T extends Fields>(form: string, first: T): T {
    return { ...first, ...this.#kept.get(form) };
  }

  keep<T extends Fields>(form: string, first: T, now: T) {
    if (isTyped(first, now)) this.#kept.set(form, typedOver(first, now) as Fields);
    else this.drop(form);
  }

  /** It was sent, or is not wanted any more. */
  drop(form: string) {
    this.#kept.delete(form);
  }
}
