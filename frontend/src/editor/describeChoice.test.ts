import { expect, it } from "vitest";

import { describeChoice } from "./describeChoice";

it.each([
  [{ direction: "forward", scope: "selected", fromHere: false }, null, "Forward, selected object"],
  [{ direction: "both", scope: "all", fromHere: false }, [3, 20], "Both ways, all objects, frames 3 to 19"],
  [{ direction: "backward", scope: "selected", fromHere: true }, null, "Backward, selected object, from here"],
] as const)("says of %o over %o: %s", (choice, range, line) => {
  expect(describeChoice(choice, range)).toBe(line);
});
