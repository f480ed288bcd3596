import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { SharedGestures } from "./sharedGestures";

import type { ClientMessage } from "@/protocol/types";

const start = { masklet: 4, frame: 2, tool: "brush", size_px: 20 } as const;
let sent: ClientMessage[] = [];
let isWatched = true;
let gestures: SharedGestures;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  isWatched = true;
  gestures = new SharedGestures(
    (message) => sent.push(message),
    () => isWatched,
  );
});

afterEach(() => {
  vi.useRealTimers();
});

test("of many moves of the pointer the last of each 50 ms is sent", () => {
  for (let x = 0; x < 10; x++) gestures.pointAt(2, { x, y: 0.123 });
  vi.advanceTimersByTime(50);
  gestures.pointAt(2, null);
  vi.advanceTimersByTime(50);
  expect(sent).toEqual([
    { type: "cursor", frame: 2, at: [9, 0.1] },
    { type: "cursor", frame: 2, at: null },
  ]);
});

test("each piece of a stroke begins where the one before ended, and the last says so", () => {
  gestures.beginStroke(start, { x: 0, y: 0 });
  gestures.strokeTo({ x: 1, y: 0 });
  vi.advanceTimersByTime(50);
  gestures.strokeTo({ x: 2, y: 0 });
  gestures.endStroke();
  vi.advanceTimersByTime(100);
  expect(sent.map((message) => message.type === "stroke" && [message.points, message.ended])).toEqual([
    [[[0, 0], [1, 0]], false],
    [[[1, 0], [2, 0]], true],
  ]);
  expect(new Set(sent.map((message) => message.type === "stroke" && message.stroke)).size).toBe(1);
});

test("a long stroke is cut into pieces that the server takes", () => {
  gestures.beginStroke(start, { x: 0, y: 0 });
  for (let x = 1; x < 1000; x++) gestures.strokeTo({ x, y: 0 });
  gestures.endStroke();
  const pieces = sent.flatMap((message) => (message.type === "stroke" ? [message.points] : []));
  expect(Math.max(...pieces.map((points) => points.length))).toBeLessThanOrEqual(200);
  expect(pieces.flatMap((points) => points.slice(1).map(([x]) => x))).toEqual(
    Array.from({ length: 999 }, (_, at) => at + 1),
  );
});

test("alone, pointer and strokes are not sent; a hold is", () => {
  isWatched = false;
  gestures.pointAt(2, { x: 1, y: 1 });
  gestures.beginStroke(start, { x: 0, y: 0 });
  gestures.strokeTo({ x: 1, y: 1 });
  gestures.endStroke();
  gestures.hold(4, 2);
  vi.advanceTimersByTime(100);
  expect(sent).toEqual([{ type: "hold", masklet: 4, frame: 2 }]);
});

test("a hold ends when the person goes elsewhere, once", () => {
  gestures.hold(4, 2);
  gestures.moveTo(4, 2);
  gestures.moveTo(4, 3);
  gestures.moveTo(5, 3);
  expect(sent.slice(1)).toEqual([{ type: "release" }]);
});
