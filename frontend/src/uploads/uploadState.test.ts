// @vitest-environment node
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { advanceUpload, isMoving, isOver, needsPerson } from "./uploadState";
import type { UploadEvent, UploadState } from "./uploadState";

const waiting: UploadState = { phase: "waiting", sentBytes: 0 };

function play(events: readonly UploadEvent[], from: UploadState = waiting): UploadState {
  return events.reduce(advanceUpload, from);
}

test("test_upload_becomes_a_video", () => {
  const end = play([
    { type: "started", atMs: 0 },
    { type: "progressed", sentBytes: 1000, atMs: 500 },
    { type: "sent", checkedBytes: null },
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
  expect(play([{ type: "queued" }, { type: "started", atMs: 9_000 }], paused)).toEqual({
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
  test("test_lost_line_is_tried_again_from_where_it_broke", () => {
    const lost = play([
      { type: "started", atMs: 0 },
      { type: "progressed", sentBytes: 400, atMs: 300 },
      { type: "troubled", sentence: "The server cannot be reached." },
    ]);
    expect(lost).toEqual({ phase: "retrying", sentence: "The server cannot be reached.", sentBytes: 400 });
    expect(advanceUpload(lost, { type: "started", atMs: 900 })).toMatchObject({ phase: "sending", sentBytes: 400 });
  });

  test("test_refused_upload_goes_on_only_where_what_was_sent_is_of_use", () => {
    const failed = play([{ type: "started", atMs: 0 }, { type: "failed", sentence: "No room." }]);
    expect(advanceUpload(failed, { type: "queued" })).toEqual({ phase: "waiting", sentBytes: 0 });
    const other = play([{ type: "failed", sentence: "Another file arrived.", mustRestart: true }]);
    expect(advanceUpload(other, { type: "queued" })).toBe(other);
    expect(advanceUpload(other, { type: "restarted" })).toEqual({ phase: "waiting", sentBytes: 0 });
  });

  test("test_question_stops_an_upload_until_it_is_answered", () => {
    const asking = play([{ type: "checking", checkedBytes: 5 }, { type: "asked", duplicates: [] }]);
    expect(asking).toEqual({ phase: "asking", sentBytes: 0, duplicates: [] });
    expect([isMoving(asking), needsPerson(asking)]).toEqual([false, true]);
    expect(advanceUpload(asking, { type: "queued" })).toEqual({ phase: "waiting", sentBytes: 0 });
  });

  test("test_file_that_is_missing_goes_on_where_it_was", () => {
    const missing: UploadState = { phase: "missing", sentBytes: 70, canAsk: false };
    expect(advanceUpload(missing, { type: "paused" })).toBe(missing);
    expect(advanceUpload(missing, { type: "queued" })).toEqual({ phase: "waiting", sentBytes: 70 });
  });
});

test("test_what_is_over_stays_over", () => {
  const event = fc.oneof(
    fc.record({ type: fc.constant("started" as const), atMs: fc.nat() }),
    fc.record({ type: fc.constant("progressed" as const), sentBytes: fc.nat(), atMs: fc.nat() }),
    fc.record({ type: fc.constant("sent" as const), checkedBytes: fc.constant(null) }),
    fc.record({ type: fc.constant("registered" as const), videoId: fc.nat() }),
    fc.record({ type: fc.constant("failed" as const), sentence: fc.string() }),
    fc.constantFrom<UploadEvent>({ type: "paused" }, { type: "queued" }, { type: "restarted" }, { type: "cancelled" }),
  );
  fc.assert(
    fc.property(fc.array(event), fc.array(event), (before, after) => {
      const state = play(before);
      if (isOver(state)) expect(play(after, state)).toBe(state);
    }),
  );
});
