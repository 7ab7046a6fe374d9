// The rules for a list of tokens: its lines, and what became of them.
import type { AddedToken } from "../contract/AddedToken";
import type { Connected } from "../contract/Connected";
import type { ListedToken } from "../contract/ListedToken";
import type { Fault } from "../messages/problems";

/** The most bytes of a list, as on the command line. */
export const LARGEST = 1024 * 1024;
/** The most lines to draw. The others are counted. */
export const DRAWN = 500;

/** A line of the list, as the window draws it. It never holds the token. */
export type Row = {
  line: number;
  name: string | null;
  tags: string[];
  /** The mistake in the line, or why Switchhook could not connect it. */
  error: Fault | null;
  /** Whether the line can't be tried as it is. */
  mistaken: boolean;
  done: boolean;
};

/** Why a file or a pasted list was not taken. */
export type ListFault = "tooLarge" | "notText" | "notRead";

const linesOf = (list: string) => list.split("\n");

/** Returns the list without these lines, which count from 1. */
export const without = (list: string, lines: ReadonlySet<number>): string =>
  linesOf(list)
    .filter((_, index) => !lines.has(index + 1))
    .join("\n");

/** The text of a line, which counts from 1. */
export const lineOf = (list: string, line: number): string => linesOf(list)[line - 1] ?? "";

/** The rows of a list. A line that failed and did not change since shows its failure again. */
export const rowsOf = (list: string, listed: ListedToken[], failures: ReadonlyMap<string, Fault>): Row[] =>
  listed.map(({ line, name, tags, error }) => ({
    line,
    name,
    tags,
    error: error ?? failures.get(lineOf(list, line)) ?? null,
    mistaken: error !== null,
    done: false,
  }));

/** The rows after Rust told what became of a line. */
export const settled = (rows: Row[], { line, connected, error }: AddedToken): Row[] =>
  rows.map((row) =>
    row.line === line ? { ...row, name: connected?.account.name ?? row.name, error, done: connected !== null } : row,
  );

/** The number of lines that can be tried. */
export const triable = (rows: Row[]): number => rows.filter(({ mistaken }) => !mistaken).length;

/** The connected accounts, each once, with the last outcome. */
export const collected = (before: Connected[], arrived: Connected): Connected[] => [
  ...before.filter(({ account }) => account.id !== arrived.account.id),
  arrived,
];

/** Adds lines below the ones that are there. */
export const joined = (list: string, more: string): string =>
  list.trim() === "" ? more : `${list.replace(/\n*$/, "")}\n${more}`;

export const isTooLarge = (list: string): boolean => new TextEncoder().encode(list).length > LARGEST;

/** The text with the line ends of the field. */
export const asTyped = (text: string): string => text.replaceAll(/\r\n?/g, "\n");

/** Reads the bytes of a file as UTF-8 text. Returns null for other bytes. */
export function textOf(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
