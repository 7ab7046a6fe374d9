// The only file that calls Rust, one line for each command. A failed command throws a Failure.
import { Channel, invoke } from "@tauri-apps/api/core";
import type { AccountDetail } from "./contract/AccountDetail";
import type { AccountNeed } from "./contract/AccountNeed";
import type { AccountThresholds } from "./contract/AccountThresholds";
import type { AddedToken } from "./contract/AddedToken";
import type { AppForm } from "./contract/AppForm";
import type { AppGuide } from "./contract/AppGuide";
import type { CheckedAccounts } from "./contract/CheckedAccounts";
import type { DeployedBridge } from "./contract/DeployedBridge";
import type { HealthReport } from "./contract/HealthReport";
import type { LinkHandler } from "./contract/LinkHandler";
import type { ListedToken } from "./contract/ListedToken";
import type { MorningReading } from "./contract/MorningReading";
import type { News } from "./contract/News";
import type { Presence } from "./contract/Presence";
import type { PutOffFor } from "./contract/PutOffFor";
import type { Region } from "./contract/Region";
import type { Rhythm } from "./contract/Rhythm";
import type { Settings } from "./contract/Settings";
import type { TeamLoad } from "./contract/TeamLoad";
import type { Today } from "./contract/Today";
import type { UninstallImpact } from "./contract/UninstallImpact";
import type { WorkingHours } from "./contract/WorkingHours";

/** Calls back after every change, and when the window stays open because of an unsaved token. Read the change by `overview`. */
export const watch = (onEvent: (event: "changed" | "must_stay") => void) =>
  invoke<void>("watch", { onChange: new Channel(onEvent) });
export const openVault = () => invoke<void>("open_vault");
export const stopWaiting = () => invoke<void>("stop_waiting");
/** Returns the changes since that revision, or everything for null. */
export const overview = (has: number | null) => invoke<News>("overview", { has });
/**
 * Returns who needs a person, and the board of all accounts. It asks nobody, so it works offline. `all`: names also the needs that
 * are less urgent.
 */
export const today = (all: boolean) => invoke<Today>("today", { all });
/** Puts a need off. It comes back earlier if it changes. */
export const putOff = ({ account, need, since }: AccountNeed, howLong: PutOffFor) =>
  invoke<void>("put_off", { accountId: account, need, since, howLong });
/** Shows every need again that was put off. */
export const showPutOff = () => invoke<void>("show_put_off");
/** Saves the board as CSV, and returns where. */
export const exportBoard = () => invoke<string>("export_board");
/** Returns the open conversations of an account by team and teammate, as they were when somebody looked last. */
export const teamLoad = (accountId: string) => invoke<TeamLoad>("team_load", { accountId });
/** Asks Intercom for them. */
export const readTeamLoad = (accountId: string) => invoke<void>("read_team_load", { accountId });
/** Opens a conversation at Intercom. */
export const openConversation = (accountId: string, conversation: string) =>
  invoke<void>("open_conversation", { accountId, conversation });
/** Returns the working hours and thresholds of an account, and what can be chosen. */
export const rhythm = (accountId: string) => invoke<Rhythm>("rhythm", { accountId });
/** Stores when the team of an account works. For null, waits are calendar time again. */
export const setWorkingHours = (accountId: string, hours: WorkingHours | null) =>
  invoke<void>("set_working_hours", { accountId, hours });
export const setThresholds = (accountId: string, thresholds: AccountThresholds) =>
  invoke<void>("set_thresholds", { accountId, thresholds });
export const morningReading = () => invoke<MorningReading>("morning_reading");
/** Turns the reading of all accounts each morning on or off. Turning it on turns start at login on too. */
export const setMorningReading = (on: boolean) => invoke<void>("set_morning_reading", { on });
export const notifyNeeds = () => invoke<boolean>("notify_needs");
export const setNotifyNeeds = (on: boolean) => invoke<void>("set_notify_needs", { on });
export const settings = () => invoke<Settings>("settings");
/** Returns the stored detail of an account. It asks nobody, so it works offline. */
export const accountDetail = (accountId: string) => invoke<AccountDetail>("account_detail", { accountId });

export const beginConnect = (registrationId: string, reconnects: string | null, workspace: string | null) =>
  invoke<string>("begin_connect", { registrationId, reconnects, workspace });
export const beginSandbox = () => invoke<string>("begin_sandbox");
export const openAgain = (attemptId: string) => invoke<void>("open_again", { attemptId });
export const copyLink = (attemptId: string) => invoke<void>("copy_link", { attemptId });
/** Sends a pasted address. For null Rust reads the clipboard, so that the address does not pass through the page. */
export const pasteAddress = (address: string | null) => invoke<void>("paste_address", { address });
export const cancelAttempt = (attemptId: string) => invoke<void>("cancel_attempt", { attemptId });
export const dismissAttempt = (attemptId: string) => invoke<void>("dismiss_attempt", { attemptId });
export const retryAttempt = (attemptId: string) => invoke<void>("retry_attempt", { attemptId });
export const resolveRefused = (attemptId: string, keep: boolean) =>
  invoke<void>("resolve_refused", { attemptId, keep });

/** Adds an account by its token, or gives the token to the account that it `replaces`. */
export const addToken = (token: string, replaces: string | null) => invoke<string>("add_token", { token, replaces });
/** Reads a list of tokens, and asks nobody. */
export const readTokens = (list: string) => invoke<ListedToken[]>("read_tokens", { list });
/** Adds the tokens of a list, one after the other. Returns the number of lines of which `onAdded` tells, now or a little later. */
export const addTokens = (list: string, onAdded: (added: AddedToken) => void) =>
  invoke<number>("add_tokens", { list, onAdded: new Channel(onAdded) });
export const stopAdding = () => invoke<void>("stop_adding");
export const appGuide = () => invoke<AppGuide>("app_guide");
/** Adds an app. The secret goes to Rust only here. */
export const addRegistration = (app: AppForm, secret: string) => invoke<string>("add_registration", { app, secret });
export const editRegistration = (registrationId: string, app: AppForm, secret: string | null) =>
  invoke<void>("edit_registration", { registrationId, app, secret });
export const replaceSecret = (registrationId: string, secret: string) =>
  invoke<void>("replace_secret", { registrationId, secret });
/** Returns the names of the accounts that were connected with the app. */
export const registrationAccounts = (registrationId: string) =>
  invoke<string[]>("registration_accounts", { registrationId });
export const removeRegistration = (registrationId: string) => invoke<void>("remove_registration", { registrationId });
/** Compares the page at an address with Switchhook’s bridge pages. Ends within 20 seconds. */
export const checkBridge = (address: string) => invoke<DeployedBridge>("check_bridge", { address });
export const copyRedirectUri = (redirectUri: string) => invoke<void>("copy_redirect_uri", { redirectUri });
export const copyClientId = (clientId: string) => invoke<void>("copy_client_id", { clientId });
export const copyAttemptDetails = (attemptId: string) => invoke<void>("copy_attempt_details", { attemptId });
/** Copies an error with the words that the window shows. */
export const copyDetails = (details: { code: string; providerCode: string | null; message: string; hint: string }) =>
  invoke<void>("copy_details", details);
/** Copies a value that the window shows: an id, an address, a number. */
export const copyShown = (text: string) => invoke<void>("copy_shown", { text });
/** Copies a message of several lines. */
export const copyMessage = (lines: string[]) => invoke<void>("copy_message", { lines });
/** Copies the message to an administrator, as the guide shows it. */
export const copyRequest = () => invoke<void>("copy_request");
/** Opens the workspace's page in the system browser, or the sandbox's page. */
export const openInIntercom = (accountId: string) => invoke<void>("open_in_intercom", { accountId });
export const openDeveloperHub = (region: Region) => invoke<void>("open_developer_hub", { region });

/** Asks Intercom for the account and its figures. Ends within a minute. */
export const checkAccount = (accountId: string) => invoke<void>("check_account", { accountId });
/** Asks Intercom for the accounts and what the list shows of them, and calls back with the number done. */
/** `whole`: reads all figures, waits and ratings, too. */
export const checkAccounts = (accountIds: string[], whole: boolean, onProgress: (done: number) => void) =>
  invoke<CheckedAccounts>("check_accounts", { accountIds, whole, onChecked: new Channel(onProgress) });
export const backgroundChecks = () => invoke<boolean>("background_checks");
export const setBackgroundChecks = (on: boolean) => invoke<void>("set_background_checks", { on });
export const stopChecking = () => invoke<void>("stop_checking");
/** Asks the system which program opens Switchhook's links. This takes a while. */
export const linkHandler = () => invoke<LinkHandler>("link_handler");
export const claimLinks = () => invoke<LinkHandler>("claim_links");
/** Returns the settings of tray and login. */
export const presence = () => invoke<Presence>("presence");
export const setTray = (on: boolean) => invoke<void>("set_tray", { on });
/** Examines home and computer. `fix` mends what is safe to mend, `roundTrip` sends a link out and back, which takes a while. */
export const health = (fix: boolean, roundTrip: boolean) => invoke<HealthReport>("health", { fix, roundTrip });
export const setLogin = (on: boolean) => invoke<void>("set_login", { on });
/** Returns the names of other accounts that would disconnect, surely or maybe, if this one is uninstalled. */
export const uninstallImpact = (accountId: string) => invoke<UninstallImpact>("uninstall_impact", { accountId });
/** Reads all figures of an account. Ends within 30 seconds; `watch` calls back for each figure. */
export const readFigures = (accountId: string) => invoke<void>("read_figures", { accountId });
export const setDisabled = (accountId: string, disabled: boolean) =>
  invoke<void>("set_disabled", { accountId, disabled });
export const renameAccount = (accountId: string, name: string) => invoke<void>("rename_account", { accountId, name });
export const setTags = (accountId: string, tags: string[]) => invoke<void>("set_tags", { accountId, tags });
export const forgetAccount = (accountId: string) => invoke<void>("forget_account", { accountId });
export const uninstallAccount = (accountId: string) => invoke<void>("uninstall_account", { accountId });

/** Opens the data folder in the system's file manager. */
export const openDataFolder = () => invoke<void>("open_data_folder");
/** Closes the window as its close button does: with an icon in the tray the program goes on. */
export const closeWindow = () => invoke<void>("close_window");
/** Ends the program, or shows the token that is not saved yet. */
export const quit = () => invoke<void>("quit");
/** Sets the size of the whole page, from 50 to 300 percent. */
export const setZoom = (percent: number) => invoke<void>("set_zoom", { percent });
