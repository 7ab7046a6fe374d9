// The open conversations of an account by team and teammate. Rust keeps the last reading; this file reads anew when somebody looks.
import * as api from "../api";
import type { AccountThresholds } from "../contract/AccountThresholds";
import type { Rhythm } from "../contract/Rhythm";
import type { TeamLoad } from "../contract/TeamLoad";
import type { WorkingHours } from "../contract/WorkingHours";
import type { Fault } from "../messages/problems";
import { report } from "./report";

/** The age at which a reading is renewed when somebody looks. */
const FRESH_FOR = 10 * 60_000;

export class Team {
  load: TeamLoad | null = $state.raw(null);
  rhythm: Rhythm | null = $state.raw(null);
  error: Fault | null = $state.raw(null);
  busy = $state(false);

  readonly #account: string;

  constructor(account: string) {
    this.#account = account;
  }

  /**
   * Shows what is stored, and asks Intercom where that is old. Asking needs the token and so the keyring: before the person has
   * `acted`, no keyring asks for its password.
   */
  async look(now: number, acted: boolean) {
    await this.#stored();
    if (!acted) return;
    const { as_of } = this.load ?? { as_of: null };
    if (as_of === null || now - Date.parse(as_of) > FRESH_FOR) await this.read();
  }

  /** Asks Intercom. A failure keeps what is there. */
  async read() {
    if (this.busy) return;
    this.busy = true;
    try {
      await api.readTeamLoad(this.#account);
      this.error = null;
    } catch (thrown) {
      this.error = report(thrown);
    }
    this.busy = false;
    await this.#stored();
  }

  /** Opens a conversation at Intercom. */
  open(conversation: string) {
    return api.openConversation(this.#account, conversation);
  }

  /** Stores when the team works, or for null that it is not known. Throws a Failure. */
  async setHours(hours: WorkingHours | null) {
    await api.setWorkingHours(this.#account, hours);
    await this.#stored();
  }

  /** Stores from when on Today says something about the account. Throws a Failure. */
  async setThresholds(thresholds: AccountThresholds) {
    await api.setThresholds(this.#account, thresholds);
    await this.#stored();
  }

  async #stored() {
    try {
      [this.load, this.rhythm] = await Promise.all([api.teamLoad(this.#account), api.rhythm(this.#account)]);
    } catch (thrown) {
      this.error = report(thrown);
    }
  }
}
