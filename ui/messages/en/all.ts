// Every text of the window, by screen. Each part is a module, so that the first drawing loads only the texts of its own parts.
export { access } from "./access";
export { account, figures, menu, permissions, raw, statusNotice } from "./account";
export { app, removeApp, replaceSecret } from "./app";
export {
  back,
  barred,
  cancel,
  close,
  connectAccount,
  details,
  dismiss,
  keyMissing,
  loadFailed,
  loadFailedLead,
  loading,
  openHub,
  product,
  region,
  regionHost,
  regionShort,
  route,
  rowStatus,
  sandbox,
  sandboxBand,
  sandboxBar,
  save,
  status,
  tryAgain,
  unknown,
  windowTitle,
} from "./common";
export { empty, sheet } from "./connect";
export { counted } from "./counted";
export { forget, forgetMany, many, rename, tagMany, tags, uninstall } from "./dialogs";
export { keys, palette, sidebar, statusLine, tabs } from "./frame";
export { links, list } from "./list";
export { note } from "./note";
export { settings } from "./settings";
export { team } from "./team";
export { today } from "./today";
export { token, tokens } from "./token";
export { discard, tracker } from "./tracker";
