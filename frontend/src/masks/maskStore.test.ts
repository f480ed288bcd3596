import { describe, expect, it } from "vitest";

import { MaskStore } from "./maskStore";
import { encodeBitmap, formatCounts } from "./rle";

import type { MaskFrame } from "@/protocol/maskFrame";
import type { FrameMask } from "@/protocol/types";

/** A 2x3 mask with its first `area` pixels set. */
function countsOf(area: number): string {
  return formatCounts(encodeBitmap(Array.from({ length: 6 }, (_, index) => Number(index < area))));
}

function fetched(version: number, area: number): FrameMask {
  const rle = { size: [2, 3] as [number, number], counts: countsOf(area) };
  return { frame: 4, rle, origin: "prompted", state: "present", version, score: 1 };
}

function streamed(area: number, leaseToken: number): MaskFrame {
  return {
    kind: "provisional",
    state: "present",
    origin: "propagated",
    frame: 4,
    masklet: 1,
    version: 0,
    leaseToken,
    propagation: 9,
    height: 2,
    width: 3,
    score: 1,
    counts: countsOf(area),
  };
}

function areaAt(store: MaskStore, version = 1): number | null {
  const spans = store.find(1, 4, { version, state: "present" });
  if (!spans) return null;
  let area = 0;
  for (let at = 0; at < spans.pairs.length; at += 2) {
    area += (spans.pairs[at + 1] ?? 0) - (spans.pairs[at] ?? 0);
  }
  return area;
}

describe("MaskStore", () => {
  it("keeps the newest committed mask, in whatever order they come", () => {
    const store = new MaskStore();
    store.putFetched(1, [fetched(2, 5)]);
    store.putFetched(1, [fetched(1, 3)]);
    expect(areaAt(store, 2)).toBe(5);
    expect(store.heldVersion(1, 4)).toBe(2);
  });

  it("shows a streamed mask until a committed one comes", () => {
    const store = new MaskStore();
    store.putFetched(1, [fetched(1, 1)]);
    store.putStreamed(streamed(2, 1));
    expect(areaAt(store)).toBe(2);
    store.putFetched(1, [fetched(2, 3)]);
    expect(areaAt(store, 2)).toBe(3);
  });

  it("drops streamed masks of a worker that lost its lease, and all when the job ends", () => {
    const store = new MaskStore();
    store.putStreamed(streamed(4, 2));
    store.putStreamed(streamed(2, 1));
    expect(areaAt(store)).toBe(4);
    store.endPropagation(9);
    expect(areaAt(store)).toBeNull();
  });

  it("shows the answers to clicks whatever their leases, until what stands takes their place", () => {
    const store = new MaskStore();
    store.putStreamed({ ...streamed(4, 3), propagation: 0 });
    store.putStreamed({ ...streamed(2, 1), propagation: 0 });
    expect(areaAt(store)).toBe(2);
    store.putStreamed({ ...streamed(0, 0), propagation: 0, state: "cleared", counts: "" });
    expect(areaAt(store)).toBeNull();
    store.putStreamed({ ...streamed(5, 0), kind: "committed", version: 1 });
    expect(areaAt(store)).toBe(5);
  });

  it("ends an answer to a click that failed, and no other streamed mask", () => {
    const store = new MaskStore();
    store.putFetched(1, [fetched(1, 5)]);
    store.putStreamed({ ...streamed(2, 1), propagation: 0 });
    store.endClick(1, 4);
    expect(areaAt(store)).toBe(5);
    store.putStreamed(streamed(3, 1));
    store.endClick(1, 4);
    expect(areaAt(store)).toBe(3);
  });

  it("ends with a snapshot what was streamed, except by what still runs", () => {
    const store = new MaskStore();
    store.putStreamed(streamed(2, 1));
    store.keepProvisional(new Set([9]));
    expect(areaAt(store)).toBe(2);
    store.keepProvisional(new Set());
    expect(areaAt(store)).toBeNull();
  });

  it("keeps no preview of a click that was not made", () => {
    const store = new MaskStore();
    store.putStreamed({ ...streamed(4, 0), kind: "preview", propagation: 0 });
    expect(areaAt(store)).toBeNull();
  });

  it("shows the older mask while the newer one is fetched, but none that was cleared", () => {
    const store = new MaskStore();
    store.putFetched(1, [fetched(1, 3)]);
    expect(areaAt(store, 7)).toBe(3);
    expect(store.find(1, 4, { version: 7, state: "cleared" })).toBeNull();
  });

  it("forgets what is far from the playhead", () => {
    const store = new MaskStore();
    store.putFetched(1, [fetched(1, 3), { ...fetched(1, 3), frame: 400 }]);
    store.putStreamed({ ...streamed(1, 1), frame: 401 });
    store.keepOnly(0, 300);
    expect(store.size).toBe(1);
  });

  it("shows nothing for a mask that cannot be read", () => {
    const store = new MaskStore();
    store.putStreamed({ ...streamed(1, 1), counts: "~~~" });
    expect(areaAt(store)).toBeNull();
  });
});
