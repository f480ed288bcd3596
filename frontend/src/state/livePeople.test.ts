import { expect, test } from "vitest";

import { LivePeople } from "./livePeople";

import type { Stroke } from "@/protocol/types";

const cursor = { type: "cursor", session: "a", frame: 3, at: [10, 20] } as const;
const piece: Stroke = {
  type: "stroke",
  session: "a",
  stroke: "s1",
  masklet: 7,
  frame: 3,
  tool: "brush",
  size_px: 12,
  points: [[1, 1]],
  ended: false,
};

function people(): LivePeople {
  const live = new LivePeople();
  live.takeCursor({ ...cursor, at: [10, 20] }, 0);
  return live;
}

test("a pointer is shown on its frame, fades when it rests, and goes when it leaves", () => {
  const live = people();
  expect(live.listCursors(3, 1_000)).toEqual([{ session: "a", at: [10, 20], opacity: 1 }]);
  expect(live.listCursors(4, 1_000)).toEqual([]);
  expect(live.listCursors(3, 5_000)).toEqual([{ session: "a", at: [10, 20], opacity: 0.5 }]);
  expect(live.listCursors(3, 6_000)).toEqual([]);
  live.takeCursor({ ...cursor, at: null }, 1_000);
  expect(live.listCursors(3, 1_000)).toEqual([]);
});

test("the pieces of a stroke are one line, which fades once it has ended", () => {
  const live = new LivePeople();
  live.takeStroke(piece, 0);
  live.takeStroke({ ...piece, points: [[1, 1], [5, 5]] }, 50);
  expect(live.listStrokes(3, 1_000)[0]).toMatchObject({ points: [[1, 1], [1, 1], [5, 5]], opacity: 1 });
  live.takeStroke({ ...piece, points: [[9, 9]], ended: true }, 1_000);
  expect(live.listStrokes(3, 1_750)[0]?.opacity).toBe(0.5);
  expect(live.listStrokes(3, 2_500)).toEqual([]);
});

test("a stroke whose end was lost fades too", () => {
  const live = new LivePeople();
  live.takeStroke(piece, 0);
  expect(live.listStrokes(3, 3_000)[0]?.opacity).toBe(1);
  expect(live.listStrokes(3, 4_500)).toEqual([]);
});

test("who left takes pointer and stroke along", () => {
  const live = people();
  live.takeStroke(piece, 0);
  live.keepOnly(["b"]);
  expect([live.listCursors(3, 0), live.listStrokes(3, 0)]).toEqual([[], []]);
});
