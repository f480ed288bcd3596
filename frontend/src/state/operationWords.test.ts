import { expect, test } from "vitest";

import { describeGesture, sayFrames } from "./operationWords";

const numberOf = (masklet: number) => (masklet < 100 ? masklet - 10 : undefined);

test.each([
  [[[3, 4]], "frame 3"],
  [[[3, 21]], "frames 3–20"],
  [[[3, 21], [40, 41]], "frames 3–20 and 40"],
  [[[0, 2], [4, 5], [7, 9]], "frames 0–1, 4 and 7–8"],
  [[[0, 1], [2, 3], [4, 5], [6, 8]], "5 frames in 4 places"],
] as [[number, number][], string][])("%j is said as %s", (ranges, text) => {
  expect(sayFrames(ranges)).toBe(text);
});

test("a gesture names its objects by number and its frames once", () => {
  const gesture = { kind: "propagate", masklets: [12, 11], ranges: [[11, 3, 21], [12, 3, 21]] } as const;
  expect(describeGesture(gesture, numberOf)).toBe("Tracking of objects 1 and 2, frames 3–20");
});

test("a gesture without frames, or with objects that are gone, says what is left", () => {
  expect(describeGesture({ kind: "relabel", masklets: [15], ranges: [] }, numberOf)).toBe("New label of object 5");
  expect(describeGesture({ kind: "create", masklets: [15], ranges: [] }, numberOf)).toBe("New object 5");
  expect(describeGesture({ kind: "create", masklets: [100], ranges: [] }, numberOf)).toBe("New object");
});
