// @vitest-environment node
import { expect, test } from "vitest";

import { describeStatus } from "./describeStatus";

import type { ServerStatus } from "@/sync/queries/status";

const worker = { name: "gpu@host", model: "maskloop-nano", device: "cpu", seen_s_ago: 2 };
const well: ServerStatus = {
  postgres: true,
  redis: true,
  disk: "ok",
  gpu_workers: [worker],
  media_workers: [3, 4000],
  beat: [1],
};

test("test_status_says_nothing_while_all_is_well", () => {
  expect(describeStatus(well)).toEqual([]);
  expect(describeStatus(undefined)).toEqual([]);
});

test("test_status_names_a_missing_gpu_worker", () => {
  expect(describeStatus({ ...well, gpu_workers: [] })).toEqual([
    "No gpu worker answers: clicks and tracking wait; drawing and saving still work.",
  ]);
});

test("test_status_counts_a_silent_worker_as_missing", () => {
  const silent = { ...worker, seen_s_ago: 21 };
  expect(describeStatus({ ...well, gpu_workers: [silent] })).toHaveLength(1);
  expect(describeStatus({ ...well, gpu_workers: [silent, worker] })).toEqual([]);
});

test("test_status_names_everything_that_is_missing", () => {
  const starts = (sentence: string) => sentence.split(/[:.]/)[0];
  expect(describeStatus({ ...well, redis: false, media_workers: [], beat: [60], disk: "full" }).map(starts)).toEqual([
    "Redis does not answer",
    "No media worker answers",
    "Repairs wait",
    "The server's disk is full",
  ]);
});

test("test_status_names_the_database_alone_for_without_it_nothing_else_is_known", () => {
  expect(describeStatus({ ...well, postgres: false, redis: false, gpu_workers: [] })).toEqual([
    "The database does not answer: nothing can be saved until it does. Edits wait in this browser.",
  ]);
});

test("test_status_says_when_the_server_cannot_be_reached", () => {
  expect(describeStatus("unreachable")[0]).toContain("The server does not answer.");
});
