// @vitest-environment node
import { expect, test } from "vitest";

import { sampleInboxItem, sampleVideo } from "../sampleRecords";

import { nextToReview, orderInbox } from "./inboxOrder";

const early = sampleInboxItem(11, "2026-03-01T09:00:00Z");
const middle = sampleInboxItem(12, "2026-03-01T10:00:00Z");
const late = sampleInboxItem(13, "2026-03-02T08:00:00Z");

test("test_reviews_come_oldest_first_and_returned_ones_newest_first", () => {
  const ordered = orderInbox({
    to_annotate: [],
    returned: [early, late, middle],
    to_review: [late, early, middle],
  });
  expect(ordered.toReview).toEqual([early, middle, late]);
  expect(ordered.returned).toEqual([late, middle, early]);
});

test("test_videos_with_least_work_come_first", () => {
  const busy = { ...sampleVideo({ id: 1, num_masklets: 4 }), assignment: null };
  const fresh = { ...sampleVideo({ id: 2, num_masklets: 0 }), assignment: null };
  const alsoFresh = { ...sampleVideo({ id: 3, num_masklets: 0 }), assignment: null };
  const ordered = orderInbox({ to_annotate: [busy, alsoFresh, fresh], returned: [], to_review: [] });
  expect(ordered.toAnnotate).toEqual([fresh, alsoFresh, busy]);
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
