// Every word the window shows. A text with parameters is a function, any other a plain string.
export * as en from "./en/all";
