// The only file that speaks to the Rust side: one line a command. A refusal is thrown as a Failure.
import { Channel, invoke } from "@tauri-apps/api/core";
import type { AccountDetail } from "./contract/AccountDetail";
import type { AppForm } from "./contract/AppForm";
import type { AppGuide } from "./contract/AppGuide";
import type { LinkHandler } from "./contract/LinkHandler";
import type { News } from "./contract/News";
import type { Presence } from "./contract/Presence";
import type { Region } from "./contract/Region";
import type { Settings } from "./contract/Settings";
import type { UninstallImpact } from "./contract/UninstallImpact";

/** Calls back whenever anything changed, which is read by `overview`, and when the window was not closed for a token's sake. */
export const watch = (heard: (told: "changed" | "must_stay") => void) =>
  invoke<void>("watch", { onChange: new Channel(heard) });
export const openVault = () => invoke<void>("open_vault");
export const stopWaiting = () => invoke<void>("stop_waiting");
/** What is new since the reading of that revision; everything, for who has none. */
export const overview = (has: number | null) => invoke<News>("overview", { has });
export const settings = () => invoke<Settings>("settings");
/** What is kept of an account: it asks nobody, so it is there offline. */
export const accountDetail = (accountId: string) => invoke<AccountDetail>("account_detail", { accountId });

export const beginConnect = (registrationId: string, reconnects: string | null, workspace: string | null) =>
  invoke<string>("begin_connect", { registrationId, reconnects, workspace });
export const beginSandbox = () => invoke<string>("begin_sandbox");
export const openAgain = (attemptId: string) => invoke<void>("open_again", { attemptId });
export const copyLink = (attemptId: string) => invoke<void>("copy_link", { attemptId });
/** `null` lets Rust read the clipboard, so that the address need not pass through here at all. */
export const pasteAddress = (address: string | null) => invoke<void>("paste_address", { address });
export const cancelAttempt = (attemptId: string) => invoke<void>("cancel_attempt", { attemptId });
export const dismissAttempt = (attemptId: string) => invoke<void>("dismiss_attempt", { attemptId });
export const retryAttempt = (attemptId: string) => invoke<void>("retry_attempt", { attemptId });
export const resolveRefused = (attemptId: string, keep: boolean) =>
  invoke<void>("resolve_refused", { attemptId, keep });

export const addToken = (token: string, region: Region, name: string | null, replaces: string | null) =>
  invoke<string>("add_token", { token, region, name, replaces });
export const appGuide = () => invoke<AppGuide>("app_guide");
/** The secret crosses here once, towards Rust. */
export const addRegistration = (app: AppForm, secret: string) => invoke<string>("add_registration", { app, secret });
export const editRegistration = (registrationId: string, app: AppForm, secret: string | null) =>
  invoke<void>("edit_registration", { registrationId, app, secret });
export const replaceSecret = (registrationId: string, secret: string) =>
  invoke<void>("replace_secret", { registrationId, secret });
/** The names of the accounts that were connected with it. */
export const registrationAccounts = (registrationId: string) =>
  invoke<string[]>("registration_accounts", { registrationId });
export const removeRegistration = (registrationId: string) => invoke<void>("remove_registration", { registrationId });
export const copyRedirectUri = (redirectUri: string) => invoke<void>("copy_redirect_uri", { redirectUri });
export const copyClientId = (clientId: string) => invoke<void>("copy_client_id", { clientId });
export const copyAttemptDetails = (attemptId: string) => invoke<void>("copy_attempt_details", { attemptId });
/** The words are the window's own: they are copied as they are shown. */
export const copyDetails = (details: { code: string; providerCode: string | null; message: string; hint: string }) =>
  invoke<void>("copy_details", details);
/** The workspace's page in the system browser; of a sandbox account the sandbox's own. */
export const openInIntercom = (accountId: string) => invoke<void>("open_in_intercom", { accountId });
export const openDeveloperHub = (region: Region) => invoke<void>("open_developer_hub", { region });

/** Ends when the account and all that is shown of it was asked for, within a minute. */
export const checkAccount = (accountId: string) => invoke<void>("check_account", { accountId });
/** Tells how many were answered for; ends with the last one, or when it is stopped. */
/** Answers the ids of those of which nothing was learnt. */
export const checkAccounts = (accountIds: string[], told: (done: number) => void) =>
  invoke<string[]>("check_accounts", { accountIds, onChecked: new Channel(told) });
export const backgroundChecks = () => invoke<boolean>("background_checks");
export const setBackgroundChecks = (on: boolean) => invoke<void>("set_background_checks", { on });
export const stopChecking = () => invoke<void>("stop_checking");
/** Whom the system hands the links of this program: it is asked, which takes a while. */
export const linkHandler = () => invoke<LinkHandler>("link_handler");
export const claimLinks = () => invoke<LinkHandler>("claim_links");
/** How this program stays at hand while no window is looked at. */
export const presence = () => invoke<Presence>("presence");
export const setTray = (on: boolean) => invoke<void>("set_tray", { on });
export const setLogin = (on: boolean) => invoke<void>("set_login", { on });
/** The names of the other accounts that an uninstall of this one would end, surely or maybe. */
export const uninstallImpact = (accountId: string) => invoke<UninstallImpact>("uninstall_impact", { accountId });
/** Ends with the round, within 30 seconds; meanwhile each figure is told by `watch` as it comes. */
export const readFigures = (accountId: string) => invoke<void>("read_figures", { accountId });
export const setDisabled = (accountId: string, disabled: boolean) =>
  invoke<void>("set_disabled", { accountId, disabled });
export const renameAccount = (accountId: string, name: string) => invoke<void>("rename_account", { accountId, name });
export const setTags = (accountId: string, tags: string[]) => invoke<void>("set_tags", { accountId, tags });
export const forgetAccount = (accountId: string) => invoke<void>("forget_account", { accountId });
export const uninstallAccount = (accountId: string) => invoke<void>("uninstall_account", { accountId });
