// @vitest-environment node
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { advanceUpload, isOver } from "./uploadState";
import type { UploadEvent, UploadState } from "./uploadState";

const waiting: UploadState = { phase: "waiting" };

function play(events: readonly UploadEvent[], from: UploadState = waiting): UploadState {
  return events.reduce(advanceUpload, from);
}

test("test_upload_becomes_a_video", () => {
  const end = play([
    { type: "started", atMs: 0 },
    { type: "progressed", sentBytes: 1000, atMs: 500 },
    { type: "sent", uploadId: "u1" },
    { type: "registered", videoId: 7 },
  ]);
  expect(end).toEqual({ phase: "done", videoId: 7 });
});

test("test_speed_is_bytes_over_time", () => {
  const state = play([
    { type: "started", atMs: 0 },
    { type: "progressed", sentBytes: 500_000, atMs: 500 },
  ]);
  expect(state).toEqual({ phase: "sending", sentBytes: 500_000, bytesPerSecond: 1_000_000, sampledAtMs: 500 });
});

test("test_speed_follows_a_change_gradually", () => {
  const state = play([
    { type: "started", atMs: 0 },
    { type: "progressed", sentBytes: 1_000, atMs: 1_000 },
    // One half-life at twice the speed lands half way between.
    { type: "progressed", sentBytes: 5_000, atMs: 3_000 },
  ]);
  expect(state).toMatchObject({ bytesPerSecond: 1_500 });
});

test("test_samples_too_close_together_are_not_measured", () => {
  const state = play([
    { type: "started", atMs: 0 },
    { type: "progressed", sentBytes: 9_000_000, atMs: 10 },
  ]);
  expect(state).toMatchObject({ sentBytes: 0, bytesPerSecond: null });
});

test("test_pause_keeps_what_was_sent_and_resume_goes_on", () => {
  const paused = play([
    { type: "started", atMs: 0 },
    { type: "progressed", sentBytes: 400, atMs: 300 },
    { type: "paused" },
  ]);
  expect(paused).toEqual({ phase: "paused", sentBytes: 400 });
  expect(advanceUpload(paused, { type: "started", atMs: 9_000 })).toEqual({
    phase: "sending",
    sentBytes: 400,
    bytesPerSecond: null,
    sampledAtMs: 9_000,
  });
});

test("test_progress_that_arrives_after_a_pause_changes_nothing", () => {
  const paused: UploadState = { phase: "paused", sentBytes: 400 };
  expect(advanceUpload(paused, { type: "progressed", sentBytes: 900, atMs: 1_000 })).toBe(paused);
});

describe("failure", () => {
  test("test_broken_transfer_waits_to_be_sent_again", () => {
    const failed = play([
      { type: "started", atMs: 0 },
      { type: "progressed", sentBytes: 400, atMs: 300 },
      { type: "failed", sentence: "The connection was lost." },
    ]);
    expect(failed).toEqual({
      phase: "failed",
      sentence: "The connection was lost.",
      sentBytes: 400,
      uploadId: null,
    });
    expect(advanceUpload(failed, { type: "retried" })).toEqual({ phase: "waiting" });
  });

  test("test_refused_registration_is_retried_without_sending_again", () => {
    const failed = play([
      { type: "started", atMs: 0 },
      { type: "sent", uploadId: "u1" },
      { type: "failed", sentence: "The server is busy." },
    ]);
    expect(advanceUpload(failed, { type: "retried" })).toEqual({ phase: "registering", uploadId: "u1" });
  });

  test("test_upload_being_registered_cannot_be_cancelled", () => {
    const registering: UploadState = { phase: "registering", uploadId: "u1" };
    expect(advanceUpload(registering, { type: "cancelled" })).toBe(registering);
  });
});

test("test_what_is_over_stays_over", () => {
  const event = fc.oneof(
    fc.record({ type: fc.constant("started" as const), atMs: fc.nat() }),
    fc.record({ type: fc.constant("progressed" as const), sentBytes: fc.nat(), atMs: fc.nat() }),
    fc.record({ type: fc.constant("sent" as const), uploadId: fc.string() }),
    fc.record({ type: fc.constant("registered" as const), videoId: fc.nat() }),
    fc.record({ type: fc.constant("failed" as const), sentence: fc.string() }),
    fc.constantFrom<UploadEvent>({ type: "paused" }, { type: "retried" }, { type: "cancelled" }),
  );
  fc.assert(
    fc.property(fc.array(event), fc.array(event), (before, after) => {
      const state = play(before);
      if (isOver(state)) expect(play(after, state)).toBe(state);
    }),
  );
});
