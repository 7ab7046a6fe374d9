// The actions on the account of the page, with the progress of each and the error of the last that failed.
import type { AccountCard } from "../contract/AccountCard";
import type { Fault } from "../messages/problems";
import { checkAccount, openInIntercom, reconnect, setDisabled } from "./accounts";
import { Action } from "./action.svelte";

export class AccountActions {
  readonly #refreshing = new Action();
  readonly #opening = new Action();
  readonly #reconnecting = new Action();
  readonly #switching = new Action();
  readonly #managing = new Action();
  readonly #account: () => AccountCard;

  constructor(account: () => AccountCard) {
    this.#account = account;
  }

  refresh = () => this.#refreshing.run(() => checkAccount(this.#account().id));
  open = () => this.#opening.run(() => openInIntercom(this.#account().id));
  reconnect = () => this.#reconnecting.run(() => reconnect(this.#account()));
  toggle = () => this.#switching.run(() => setDisabled(this.#account().id, this.#account().status !== "disabled"));
  /** Does what an entry of the account's menu asks for. */
  manage = (work: () => Promise<unknown>) => this.#managing.run(work);

  get refreshing(): boolean {
    return this.#refreshing.progress.kind === "busy";
  }
  get opening(): boolean {
    return this.#opening.progress.kind === "busy";
  }
  get reconnecting(): boolean {
    return this.#reconnecting.progress.kind === "busy";
  }
  get switching(): boolean {
    return this.#switching.progress.kind === "busy";
  }

  get error(): Fault | null {
    for (const { progress } of [this.#refreshing, this.#opening, this.#reconnecting, this.#switching, this.#managing])
      if (progress.kind === "failed") return progress.error;
    return null;
  }
}
