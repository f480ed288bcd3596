// @vitest-environment node
import { expect, test } from "vitest";

import { sampleMasklet } from "../sampleRecords";

import { checkReview, describeRanges } from "./reviewForm";

const masklet = sampleMasklet({ submitted_version: 5, head: 6 });
const whole = { kind: "whole" } as const;

test("test_approval_of_the_whole_masklet_needs_no_comment", () => {
  expect(checkReview({ decision: "satisfactory", comment: " ", scope: whole }, masklet, 48)).toEqual({
    review: { decision: "satisfactory", version: 5, start: 0, stop: 48, comment: "" },
  });
});

test("test_sending_back_needs_a_comment", () => {
  expect(checkReview({ decision: "unsatisfactory", comment: " ", scope: whole }, masklet, 48)).toEqual({
    field: "comment",
    sentence: "Say what to correct: the comment goes to the annotator.",
  });
});

test("test_frames_are_given_with_both_ends_and_sent_with_an_open_one", () => {
  const scope = { kind: "frames", first: "10", last: "19" } as const;
  expect(checkReview({ decision: "unsatisfactory", comment: "Left edge.", scope }, masklet, 48)).toEqual({
    review: { decision: "unsatisfactory", version: 5, start: 10, stop: 20, comment: "Left edge." },
  });
});

test.each([
  ["20", "10"],
  ["0", "48"],
  ["", "5"],
  ["-1", "5"],
  ["1.5", "5"],
])("test_frames_outside_the_video_are_refused %s to %s", (first, last) => {
  const scope = { kind: "frames", first, last } as const;
  expect(checkReview({ decision: "satisfactory", comment: "", scope }, masklet, 48)).toEqual({
    field: "scope",
    sentence: "Give frames from 0 to 47, the first one first.",
  });
});

test("test_approved_ranges_are_said_with_both_ends", () => {
  expect(
    describeRanges([
      [0, 10, 5],
      [20, 21, 5],
    ]),
  ).toBe("frames 0 to 9, 20");
});
