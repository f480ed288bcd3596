// @vitest-environment node
import { expect, test } from "vitest";

import { describeRoom } from "./UploadRoomLine";
import { describeDuplicates, describeUpload } from "./describeUpload";
import { formatBytes, formatSeconds, formatTransfer } from "./format";
import { describeTotals, describeTray, sumUploads } from "./uploadTotals";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1.0 KB"],
  [12_400_000, "12.4 MB"],
  [250_000_000, "250 MB"],
  [3_200_000_000, "3.2 GB"],
])("test_bytes_read_as_a_file_manager_shows_them %d", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0.2, "1 s"],
  [59, "59 s"],
  [90, "2 min"],
  [3_700, "1 h 2 min"],
])("test_seconds_read_as_people_say_them %d", (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test("test_transfer_leaves_out_a_speed_not_known_yet", () => {
  expect(formatTransfer(0, 48_000_000, null)).toBe("0 B of 48.0 MB");
  expect(formatTransfer(12_000_000, 48_000_000, 3_000_000)).toBe("12.0 MB of 48.0 MB · 3.0 MB/s · 12 s left");
});

test("test_failed_upload_says_why", () => {
  const state = { phase: "failed", sentence: "This file is too large.", sentBytes: 0, mustRestart: false } as const;
  expect(describeUpload(state, 10, 7)).toBe("This file is too large.");
});

const DUPLICATE = {
  video: 3,
  name: "dog.mp4",
  project: 7,
  project_name: "Dogs",
  status: "ready",
  content: "same",
  same_name: true,
} as const;

test.each([
  [{}, 7, "This file is a video in this project already: “dog.mp4”."],
  [{}, 8, "This file is a video in the project “Dogs” already: “dog.mp4”."],
  [{ content: "other" as const }, 7, "Another video of this name is here already."],
])("test_duplicates_are_told_by_what_is_the_same %#", (changes, projectId, sentence) => {
  expect(describeDuplicates([{ ...DUPLICATE, ...changes }], projectId)).toBe(sentence);
});

test.each([
  [0, 100, "0 B of 100 B used"],
  [60, 100, "You use 60 B of your 100 B"],
  [60, 0, "50 B of 200 B used"],
])("test_quota_nearer_to_its_end_is_shown %d of %d", (person_bytes, person_limit, line) => {
  const project_bytes = person_bytes > 0 ? 50 : 0;
  const project_limit = person_bytes > 0 ? 200 : 100;
  expect(describeRoom({ person_bytes, person_limit, project_bytes, project_limit, max_file_bytes: 9 })).toBe(line);
});

test("test_totals_add_up_what_is_on_its_way", () => {
  const totals = sumUploads([
    { sizeBytes: 100, state: { phase: "sending", sentBytes: 40, bytesPerSecond: 10, sampledAtMs: 0 } },
    { sizeBytes: 100, state: { phase: "sending", sentBytes: 20, bytesPerSecond: 5, sampledAtMs: 0 } },
    { sizeBytes: 50, state: { phase: "finishing", sentBytes: 50, checkedBytes: null } },
    { sizeBytes: 50, state: { phase: "missing", sentBytes: 10, canAsk: false } },
    { sizeBytes: 999, state: { phase: "cancelled" } },
  ]);
  expect(describeTotals(totals)).toBe("120 B of 300 B · 15 B/s · 12 s left");
  expect(totals).toMatchObject({ count: 4, numActive: 2, numNeedingPerson: 1 });
  expect(describeTray(totals)).toBe("1 of 4 uploads waits for you");
  expect(describeTray({ ...totals, numNeedingPerson: 0 })).toBe("4 uploads · 40%");
});
