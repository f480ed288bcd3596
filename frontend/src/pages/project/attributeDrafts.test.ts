// @vitest-environment node
import { expect, test } from "vitest";

import { checkDrafts, emptyDraft, toDraft, toWish } from "./attributeDrafts";

import type { Attribute } from "@/protocol/types";

const color: Attribute = {
  id: "c",
  name: "colour",
  kind: "choice",
  required: true,
  default: "b",
  options: [
    { id: "r", name: "red", removed: false },
    { id: "b", name: "blue", removed: false },
    { id: "g", name: "green", removed: true },
  ],
  min: null,
  max: null,
  removed: false,
};

test("an attribute that is not touched is sent as it was", () => {
  const wish = toWish(toDraft(color), color);
  expect(wish).toEqual({
    id: "c",
    name: "colour",
    kind: "choice",
    required: true,
    default: "blue",
    options: [
      { id: "r", name: "red" },
      { id: "b", name: "blue" },
    ],
    min: null,
    max: null,
  });
});

test("options keep their ids when they are renamed, moved, taken off and brought back", () => {
  const options = (text: string) => toWish({ ...toDraft(color), options: text }, color).options;
  expect(options("crimson\nblue")).toEqual([{ id: "r", name: "crimson" }, { id: "b", name: "blue" }]);
  expect(options("blue\nred")).toEqual([{ id: "b", name: "blue" }, { id: "r", name: "red" }]);
  expect(options("blue")).toEqual([{ id: "b", name: "blue" }]);
  expect(options("red\nblue\ngreen\n\n pink ")).toEqual([
    { id: "r", name: "red" },
    { id: "b", name: "blue" },
    { id: "g", name: "green" },
    { name: "pink" },
  ]);
});

test("what is wrong is said before it is sent", () => {
  const draft = { ...emptyDraft("1"), name: "age", kind: "number" as const };
  expect(checkDrafts([emptyDraft("1")])).toBe("Give each attribute a name.");
  expect(checkDrafts([{ ...draft, kind: "choice" }])).toBe("Give “age” at least one option.");
  expect(checkDrafts([{ ...draft, min: "old" }])).toBe("Give numbers for “age”.");
  expect(checkDrafts([{ ...draft, min: "1", max: "2,5" }])).toBeNull();
});
