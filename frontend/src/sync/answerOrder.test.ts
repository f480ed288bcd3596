import { beforeEach, expect, it } from "vitest";

import { AnswerOrder } from "./answerOrder";

import type { VideoEvent } from "@/protocol/types";

const deleted = (masklet: number): VideoEvent => ({
  seq: 1,
  actor: 1,
  at: "2026-01-01T00:00:00Z",
  type: "masklet.deleted",
  masklet,
});

let order: AnswerOrder;

beforeEach(() => {
  order = new AnswerOrder();
  order.takeSnapshot();
});

it("an answer is news until an event of the same thing comes", () => {
  order.takeEvent(deleted(7));
  const isNews = order.begin();
  expect(isNews("masklet", 7)).toBe(true);
  order.takeEvent(deleted(8));
  expect(isNews("masklet", 7)).toBe(true);
  expect(isNews("masklet", 8)).toBe(false);
  expect(isNews("propagation", 8)).toBe(true);
  expect(order.begin()("masklet", 8)).toBe(true);
});

it("a snapshot has everything in it that was answered before", () => {
  const isNews = order.begin();
  order.takeSnapshot();
  expect(isNews("masklet", 7)).toBe(false);
  expect(order.begin()("masklet", 7)).toBe(true);
});

it("nothing is news to a video that was closed", () => {
  const isNews = order.begin();
  order.stop();
  expect(isNews("masklet", 7)).toBe(false);
});
