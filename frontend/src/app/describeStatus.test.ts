// @vitest-environment node
import { expect, test } from "vitest";

import { describeStatus } from "./describeStatus";

const worker = { name: "gpu@host", model: "maskloop-nano", device: "cpu", seen_s_ago: 2 };

test("test_status_says_nothing_while_all_is_well", () => {
  expect(describeStatus({ postgres: true, redis: true, gpu_workers: [worker] })).toBeNull();
});

test("test_status_names_a_missing_gpu_worker", () => {
  expect(describeStatus({ postgres: true, redis: true, gpu_workers: [] })).toBe(
    "No gpu worker answers: clicks and tracking wait; drawing and saving still work.",
  );
});

test("test_status_counts_a_silent_worker_as_missing", () => {
  const silent = { ...worker, seen_s_ago: 31 };
  expect(describeStatus({ postgres: true, redis: true, gpu_workers: [silent] })).toContain("No gpu worker answers");
  expect(describeStatus({ postgres: true, redis: true, gpu_workers: [silent, worker] })).toBeNull();
});

test("test_status_names_redis_before_the_worker_that_needs_it", () => {
  expect(describeStatus({ postgres: true, redis: false, gpu_workers: [] })).toContain("Redis does not answer");
});

test("test_status_names_the_database_before_all_else", () => {
  expect(describeStatus({ postgres: false, redis: false, gpu_workers: [] })).toContain("nothing can be saved");
});
