import { describe, expect, it } from "vitest";

import { describeStops } from "./describeStops";

const ADVICE = "where another scene begins: to go on, click the object there and track from there.";

describe("describeStops", () => {
  it.each([
    [[], ""],
    [[50], ` Stopped at frame 50, ${ADVICE}`],
    [[90, 50, 90], ` Stopped at frames 50, 90, ${ADVICE}`],
  ])("says of stops at %o: %s", (stopped_at, sentence) => {
    expect(describeStops({ stopped_at })).toBe(sentence);
  });
});
