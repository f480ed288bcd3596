import { expect, test } from "vitest";

import { describeShare, formatRemaining } from "./remaining";

test.each([
  [null, ""],
  [undefined, ""],
  [0, ""],
  [-3, ""],
  [Infinity, ""],
  [0.2, "about 1 s left"],
  [89, "about 89 s left"],
  [90, "about 2 min left"],
  [5340, "about 89 min left"],
  [5400, "about 1 h 30 min left"],
  [7200, "about 2 h left"],
])("test_remaining_%s_seconds", (time_s, text) => {
  expect(formatRemaining(time_s)).toBe(text);
});

test("test_share_is_told_with_and_without_an_estimate", () => {
  expect([describeShare(0.374, 420), describeShare(0.02, null)]).toEqual(["37%, about 7 min left", "2%"]);
});
