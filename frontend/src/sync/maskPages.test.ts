import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import { MaskPages } from "./maskPages";

import { MaskStore } from "@/masks/maskStore";
import { encodeBitmap, formatCounts } from "@/masks/rle";
import type { HeadRange } from "@/protocol/types";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const rle = { size: [1, 2], counts: formatCounts(encodeBitmap([0, 1])) };

/** A server with a mask of `version` on every frame; writes down the ranges asked for. */
function serveMasks(version: number) {
  const asked: [number, number][] = [];
  server.use(
    http.get("*/api/masklets/1/masks/", ({ request }) => {
      const query = new URL(request.url).searchParams;
      const start = Number(query.get("start"));
      const stop = Number(query.get("stop"));
      asked.push([start, stop]);
      const masks = Array.from({ length: stop - start }, (_, index) => ({
        frame: start + index,
        rle,
        origin: "propagated",
        state: "present",
        version,
        score: 1,
      }));
      return HttpResponse.json({ masks, next: null });
    }),
  );
  return asked;
}

function makePages(ranges: HeadRange[]) {
  const store = new MaskStore();
  const pages = new MaskPages(store, () => new Map([[1, ranges]]));
  return { store, pages };
}

describe("MaskPages", () => {
  it("fetches the page under the playhead first, then ahead, then behind, and no more", async () => {
    const asked = serveMasks(1);
    const { store, pages } = makePages([[0, 1000, 1, "propagated", "present"]]);
    pages.moveTo(130);
    await vi.waitFor(() => expect(store.size).toBe(240));
    expect(asked).toEqual([
      [120, 180],
      [180, 240],
      [240, 300],
      [60, 120],
    ]);
    pages.moveTo(131);
    pages.refresh(0);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(asked).toHaveLength(4);
    pages.stop();
  });

  it("asks only for frames whose head is newer than what it holds", async () => {
    const asked = serveMasks(2);
    const { store, pages } = makePages([
      [0, 10, 1, "propagated", "present"],
      [10, 12, 2, "prompted", "present"],
      [12, 60, 1, "propagated", "cleared"],
    ]);
    for (let frame = 0; frame < 10; frame++) {
      store.putFetched(1, [{ frame, rle: { size: [1, 2], counts: rle.counts }, origin: "propagated", state: "present", version: 1, score: 1 }]);
    }
    pages.refresh(0);
    await vi.waitFor(() => expect(store.heldVersion(1, 11)).toBe(2));
    expect(asked).toEqual([[10, 12]]);
    pages.stop();
  });
});
