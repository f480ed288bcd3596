// @vitest-environment node
import { expect, test } from "vitest";

import { describeUpload } from "./describeUpload";
import { formatBytes, formatSeconds, formatTransfer } from "./format";

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
  const state = { phase: "failed", sentence: "This file is too large.", sentBytes: 0, uploadId: null } as const;
  expect(describeUpload(state, 10)).toBe("This file is too large.");
});
