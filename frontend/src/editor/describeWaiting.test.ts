import { describe, expect, it } from "vitest";

import { describeWaiting } from "./describeWaiting";

describe("describeWaiting", () => {
  it.each([
    [undefined, "waiting for a worker"],
    [{ queue_position: 0, eta_s: null }, "waiting for a worker"],
    [{ queue_position: 2, eta_s: null }, "waiting, 2 before it"],
    [{ queue_position: 0, eta_s: 12.4 }, "waiting for a worker, about 12 s left"],
    [{ queue_position: 3, eta_s: 240 }, "waiting, 3 before it, about 4 min left"],
  ])("says of %o: %s", (waiting, sentence) => {
    expect(describeWaiting(waiting)).toBe(sentence);
  });
});
