// The words for problems of the master key and its keyring.
import type { VaultProblem } from "../../contract/VaultProblem";
import { unchanged, type WordsOf, worded } from "./words";

const START_A_KEYRING = "Install a keyring (GNOME Keyring, KWallet or KeePassXC) or start yours, then try again.";

const words = {
  absent: () => ({
    message: "The system’s keyring is missing, so Switchhook can’t keep a token safe.",
    hint: START_A_KEYRING,
  }),
  silent: () => ({
    message: "The system’s keyring does not answer.",
    hint: "Try again in a moment. If it stays silent, restart the keyring’s program, or log out and in.",
  }),
  refused: () => ({
    message: "The system’s keyring answers, but did not do what Switchhook asked.",
    hint: "Try again. If it happens again, restart the keyring’s program, or log out and in.",
  }),
  ambiguous: () => ({
    message: "The system’s keyring holds Switchhook’s key more than once.",
    hint: "Open the keyring’s program and remove the entry of Switchhook that was added by mistake. Then try again.",
  }),
  no_collection: () => ({
    message: "The keyring’s program runs, but has no keyring to hold a key.",
    hint: "Create a keyring and make it the default (in GNOME: Passwords and Keys), then try again.",
  }),
  no_bus: () => ({
    message: "Switchhook can’t reach the system’s keyring, because Switchhook runs outside a desktop session.",
    hint: "Use Switchhook where you are logged in to a desktop. Over SSH, start it under dbus-run-session with a keyring.",
  }),
  forgetful: () => ({
    message: "The system’s keyring does not give back what Switchhook puts in.",
    hint: "Restart the keyring’s program, or use another one, and try again.",
  }),
  no_randomness: () => ({
    message: "The system gives no random numbers, so Switchhook can’t make a key.",
    hint: "Restart the computer and try again.",
  }),
  made_elsewhere: () => ({
    message: "Another Switchhook is making the encryption key for this data, and does not finish.",
    hint: "Quit the other Switchhook and try again.",
  }),
  older_running: () =>
    unchanged({
      message: "An earlier version of Switchhook still runs.",
      hint: "Quit the earlier version, then start Switchhook again. Otherwise the earlier version could no longer decrypt the tokens.",
    }),
  waiting: () => ({
    message: "Your keyring is waiting to be unlocked.",
    hint: "Type the keyring’s password in the window that it opened. It is often the password with which you log in.",
  }),
  not_unlocked: () => ({
    message: "You didn’t unlock the system’s keyring within two minutes.",
    hint: "Try again and type the keyring’s password, often the one with which you log in. Its window may be behind another one.",
  }),
  still_locked: () => ({
    message: "The system’s keyring is still locked.",
    hint: "Try again and type the keyring’s password when it asks. Over SSH it may not ask, so unlock it on the desktop first.",
  }),
  other_mode: () => ({
    message: "Switchhook encrypted the saved tokens with another key than it uses now.",
    hint: "Restore the keyring. If you can’t, move Switchhook’s data folder away and connect each account again. Until then you keep names and tags.",
  }),
  key_gone: ({ folder }) => ({
    message: "The keyring no longer holds the key to the saved tokens.",
    hint: restore(folder),
  }),
  other_key: ({ folder }) => ({
    message: "The keyring’s entry is not the key to the saved tokens.",
    hint: restore(folder),
  }),
} satisfies WordsOf<VaultProblem>;

const restore = (folder: string) =>
  `Restore the keyring and try again. If you can’t, move the data folder ${folder} away and connect each account again. Until then you keep names and tags.`;

export const vault = (problem: VaultProblem) => worded(words, problem);
