// The guide to an access token on the screen. Its ticks outlast it, so that a person finds them again after a look elsewhere.
import type { Region } from "../contract/Region";
import { Drafts } from "./drafts";
import { reached, turned } from "./guide";

const drafts = new Drafts();

export class Guide {
  done = $state(0);
  /** The region whose hub was opened last. */
  region: Region = $state("us");

  readonly #name: string;
  readonly #first: { done: string; region: Region };
  #over = false;

  constructor(name: string, region: Region) {
    this.#name = name;
    this.#first = { done: "0", region };
    const kept = drafts.of(name, this.#first);
    this.done = Number(kept.done);
    this.region = kept.region as Region;
  }

  /** Notes that a person has done this step, and with it all before. */
  reach(step: number) {
    this.done = reached(this.done, step);
  }

  turn(step: number) {
    this.done = turned(this.done, step);
  }

  /** Ends the guide after an account arrived or the person cancelled. */
  end() {
    this.#over = true;
    drafts.drop(this.#name);
  }

  /** Leaves the screen, and keeps the ticks unless the guide has ended. */
  leave() {
    if (!this.#over) drafts.keep(this.#name, this.#first, { done: String(this.done), region: this.region });
  }
}
