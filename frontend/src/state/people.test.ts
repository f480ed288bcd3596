import { expect, test } from "vitest";

import { holdersOf, joinNames, othersOf, visitorsOf } from "./people";

import type { Presence } from "@/protocol/types";

function present(session: string, fields: Partial<Presence> = {}): Presence {
  const user = { id: 1, username: session, display_name: "" };
  return { session, user, frame: 0, tool: "point", masklet: null, view: null, hold: null, ...fields };
}

test("everybody but this page is an other, one's own second page too", () => {
  expect(othersOf([present("a"), present("b")], "a").map(({ session }) => session)).toEqual(["b"]);
});

test("a hold counts for its masklet and frame only", () => {
  const others = [present("a", { hold: { masklet: 5, frame: 3 } })];
  expect(holdersOf(others, 5, 3)).toEqual(others);
  expect(holdersOf(others, 5, 4)).toEqual([]);
  expect(holdersOf(others, 6, 3)).toEqual([]);
  expect(holdersOf([present("b")], null, 0)).toEqual([]);
});

test("an object's row names those who edit it before those who look at it", () => {
  const others = [
    present("looker", { masklet: 5 }),
    present("elsewhere", { masklet: 6 }),
    present("editor", { masklet: 6, hold: { masklet: 5, frame: 9 } }),
  ];
  expect(visitorsOf(others, 5).map(({ name, editsFrame }) => [name, editsFrame])).toEqual([
    ["editor", 9],
    ["looker", null],
  ]);
});

test.each([
  [["Ann"], "Ann"],
  [["Ann", "Bob"], "Ann and Bob"],
  [["Ann", "Bob", "Ann", "Cleo"], "Ann, Bob and Cleo"],
])("%j is read as %s", (names, text) => {
  expect(joinNames(names)).toBe(text);
});
