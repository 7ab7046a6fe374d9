import { expect, test } from "vitest";
import { clock, daysText, minutesOf } from "./hours";

const NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const days = (text: string) => [...text].map((each) => each === "x") as Parameters<typeof daysText>[0];

test.each([
  ["xxxxx--", "Mon–Fri"],
  ["xxxxxxx", "Mon–Sun"],
  ["x-x-x--", "Mon, Wed, Fri"],
  ["xx---xx", "Mon, Tue, Sat, Sun"],
  ["xxx--x-", "Mon–Wed, Sat"],
])("%s reads %s", (chosen, text) => {
  expect(daysText(days(chosen), NAMES)).toBe(text);
});

test("a time of the day goes to minutes and back", () => {
  for (const minutes of [0, 540, 1020, 1439]) expect(minutesOf(clock(minutes))).toBe(minutes);
  expect(clock(1440)).toBe("00:00");
  for (const text of ["", "9", "24:00", "12:60", "noon"]) expect(minutesOf(text)).toBeNull();
});
