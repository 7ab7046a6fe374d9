// The tools for developers: rate limit, ids, JSON. They show once a person has an app of their own, or turns them on.
import { desk } from "./desk.svelte";
import { prefer, preferences } from "./preferences";

class Developer {
  #chosen = $state(preferences().developer);

  get on(): boolean {
    return this.#chosen ?? desk.overview?.registrations.some(({ kind }) => kind === "app") ?? false;
  }

  set on(on: boolean) {
    this.#chosen = on;
    prefer({ developer: on });
  }
}

export const developer = new Developer();
