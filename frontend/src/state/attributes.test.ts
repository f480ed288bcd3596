import { expect, test } from "vitest";

import { missingAttributes, readNumber, sayValue, valueOf } from "./attributes";

import type { Attribute, Label, Masklet } from "@/protocol/types";

const plain = { required: false, default: null, options: [], min: null, max: null, removed: false };
const color: Attribute = {
  ...plain,
  id: "c",
  name: "colour",
  kind: "choice",
  required: true,
  options: [
    { id: "r", name: "red", removed: false },
    { id: "b", name: "blue", removed: true },
  ],
};
const age: Attribute = { ...plain, id: "a", name: "age", kind: "number", min: 0, max: 30 };
const seen: Attribute = { ...plain, id: "s", name: "seen", kind: "checkbox" };
const gone: Attribute = { ...plain, id: "g", name: "gone", kind: "text", required: true, removed: true };
const label = { id: 1, attributes: [color, age, seen, gone] } as unknown as Label;

function saying(attributes: Record<string, string | number | boolean>): Masklet {
  return { id: 1, label: 1, attributes } as unknown as Masklet;
}

test("a required attribute is missing until a choice that still stands is made", () => {
  expect(missingAttributes(saying({}), label)).toEqual([color]);
  expect(missingAttributes(saying({ c: "b" }), label)).toEqual([color]);
  expect(missingAttributes(saying({ c: "r" }), label)).toEqual([]);
});

test("a checkbox always says something", () => {
  expect(valueOf(saying({}), seen)).toBe(false);
  expect(valueOf(saying({ s: true }), seen)).toBe(true);
});

test("values are said by names, also those of removed options", () => {
  expect(sayValue([label], "c", "b")).toBe("colour: blue");
  expect(sayValue([label], "s", false)).toBe("seen: no");
  expect(sayValue([label], "a", null)).toBe("age: nothing");
  expect(sayValue([label], "unknown", 1)).toBe("an attribute");
});

test.each([
  ["", { value: null }],
  [" 4,5 ", { value: 4.5 }],
  ["old", { wrong: "Give a number." }],
  ["-1", { wrong: "Give at least 0." }],
  ["31", { wrong: "Give at most 30." }],
])("%j is read as %j", (text, read) => {
  expect(readNumber(age, text)).toEqual(read);
});
