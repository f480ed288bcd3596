// @vitest-environment node
import { expect, test } from "vitest";

import { sampleInboxItem, sampleVideo } from "../sampleRecords";

import { nextToReview, orderInbox } from "./inboxOrder";

const early = sampleInboxItem(11, "2026-03-01T09:00:00Z");
const middle = sampleInboxItem(12, "2026-03-01T10:00:00Z");
const late = sampleInboxItem(13, "2026-03-02T08:00:00Z");

test("test_returned_ones_come_newest_first_and_reviews_as_the_server_ranks_them", () => {
  const ordered = orderInbox({
    to_annotate: [],
    returned: [early, late, middle],
    to_review: [late, early, middle],
  });
  expect(ordered.toReview).toEqual([late, early, middle]);
  expect(ordered.returned).toEqual([late, middle, early]);
});

test("test_what_one_was_given_is_apart_from_what_is_free", () => {
  const given = { ...sampleVideo({ id: 1 }), assignment: 5 };
  const free = { ...sampleVideo({ id: 2 }), assignment: null };
  const ordered = orderInbox({ to_annotate: [given, free], returned: [], to_review: [] });
  expect(ordered.assigned).toEqual([given]);
  expect(ordered.free).toEqual([free]);
});

test("test_next_to_review_is_the_one_after_and_then_round_again", () => {
  const queue = [early, middle, late];
  expect(nextToReview(queue, 11)).toBe(middle);
  expect(nextToReview(queue, 12)).toBe(late);
  expect(nextToReview(queue, 13)).toBe(early);
});

test("test_next_to_review_when_the_present_one_is_not_in_the_queue", () => {
  expect(nextToReview([early, late], 99)).toBe(early);
});

test("test_nothing_is_next_after_the_last", () => {
  expect(nextToReview([early], 11)).toBeNull();
  expect(nextToReview([], 11)).toBeNull();
});
