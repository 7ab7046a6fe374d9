// The words for problems of the master key, and of the keyring that holds it.
import type { VaultProblem } from "../../contract/VaultProblem";
import { type WordsOf, worded } from "./words";

const words = {
  absent: () => ({
    message: "The system’s keyring is not there, so a token could not be kept safe.",
    hint: "Start a keyring (GNOME Keyring, KWallet, KeePassXC) and try again. Nothing was opened or stored.",
    settlesStored: true,
  }),
  silent: () => ({
    message: "The system’s keyring does not answer.",
    hint: "It may be busy: try again in a moment. If it stays silent, restart its program, or log out and in. Nothing was opened or stored.",
    settlesStored: true,
  }),
  refused: () => ({
    message: "The system’s keyring answers, but did not do what was asked.",
    hint: "Try again; if it stays so, restart its program, or log out and in.",
  }),
  ambiguous: () => ({
    message: "The system’s keyring holds Switchhook’s key more than once.",
    hint: "Remove the entry that is not wanted from the keyring and try again.",
  }),
  no_collection: () => ({
    message: "The keyring’s program runs, but there is no keyring in it to keep a key.",
    hint: "Create one and make it the default (in GNOME: Passwords and Keys), then try again. Nothing was opened or stored.",
    settlesStored: true,
  }),
  no_bus: () => ({
    message: "There is no session bus here, so the system’s keyring can’t be reached.",
    hint: "Use Switchhook where you are logged in to a desktop; over SSH, start it under dbus-run-session with a keyring. Nothing was opened or stored.",
    settlesStored: true,
  }),
  forgetful: () => ({
    message: "The system’s keyring does not give back what it was given.",
    hint: "Restart the keyring’s program, or use another one, and try again. Nothing was stored.",
    settlesStored: true,
  }),
  no_randomness: () => ({
    message: "The system gives no randomness.",
    hint: "Start a keyring (GNOME Keyring, KWallet, KeePassXC) and try again. Nothing was opened or stored.",
    settlesStored: true,
  }),
  made_elsewhere: () => ({
    message: "Another Switchhook is making the vault of this home, and does not finish.",
    hint: "End it and try again. Nothing was opened or stored.",
    settlesStored: true,
  }),
  older_running: () => ({
    message: "An earlier version of Switchhook still runs. It could not open the tokens any more.",
    hint: "Quit it, then start Switchhook again. Nothing was changed.",
  }),
  waiting: () => ({
    message: "Your keyring is waiting to be unlocked.",
    hint: "Type its password in the window it has opened; it waits two minutes.",
  }),
  not_unlocked: () => ({
    message: "The system’s keyring was not unlocked within two minutes.",
    hint: "Try again and type its password; its window may be behind another one.",
  }),
  still_locked: () => ({
    message: "The system’s keyring is still locked.",
    hint: "Try again and type its password when it asks. Where no window asks, as over SSH, unlock it on the desktop first.",
  }),
  other_mode: () => ({
    message: "The stored tokens were sealed in another mode of the vault.",
    hint: "Restore the keyring, or connect each account again after resetting Switchhook’s data folder. Names and tags are kept until then.",
  }),
  key_gone: ({ folder }) => ({
    message: "The keyring no longer holds the key that opens the stored tokens.",
    hint: restore(folder),
  }),
  other_key: ({ folder }) => ({
    message: "The keyring’s entry is not the key that opens the stored tokens.",
    hint: restore(folder),
  }),
} satisfies WordsOf<VaultProblem>;

const restore = (folder: string) =>
  `Put the keyring back as it was and try again. Where that can’t be, move the data folder ${folder} aside and connect each account anew; names and tags are kept until then.`;

export const vault = (problem: VaultProblem) => worded(words, problem);
