// Every word the window shows, by screen. A text with parameters is a function, any other a plain string.
import { access } from "./en/access";
import { account, figures, menu, permissions, raw, statusNotice } from "./en/account";
import { app, removeApp, replaceSecret } from "./en/app";
import { common } from "./en/common";
import { empty, sheet } from "./en/connect";
import { counted } from "./en/counted";
import { forget, forgetMany, many, rename, tagMany, tags as tagsDialog, uninstall } from "./en/dialogs";
import { keys, palette, sidebar, statusLine, tabs } from "./en/frame";
import { links, list } from "./en/list";
import { note } from "./en/note";
import { settings } from "./en/settings";
import { team } from "./en/team";
import { today } from "./en/today";
import { token, tokens } from "./en/token";
import { discard, tracker } from "./en/tracker";

export const en = {
  ...common,
  statusNotice,
  list,
  links,
  tabs,
  access,
  sidebar,
  statusLine,
  palette,
  keys,
  empty,
  sheet,
  token,
  tokens,
  app,
  replaceSecret,
  removeApp,
  tracker,
  discard,
  account,
  figures,
  menu,
  permissions,
  raw,
  settings,
  today,
  team,
  counted,
  note,
  rename,
  tags: tagsDialog,
  forget,
  forgetMany,
  many,
  tagMany,
  uninstall,
};
