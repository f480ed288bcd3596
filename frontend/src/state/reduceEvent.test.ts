import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { EventOrder } from "./eventOrder";
import { countPresent, findRange, upsertRange, type HeadRanges } from "./headRanges";
import { reduceEvent } from "./reduceEvent";
import { stateFromSnapshot, whyReadOnly, type VideoState } from "./videoState";

import type {
  HeadRange,
  Masklet,
  MaskState,
  Prompt,
  Snapshot,
  Video,
  VideoEvent,
} from "@/protocol/types";

const numFrames = 12;
const at = "2026-01-01T00:00:00Z";

const video: Video = {
  id: 1,
  project: 1,
  name: "clip",
  status: "ready",
  problem: "",
  warning: "",
  progress: 1,
  eta_s: null,
  can_retry: false,
  num_frames: numFrames,
  width: 64,
  height: 48,
  duration_s: 1,
  created_at: at,
  created_by: 1,
  archived: false,
  deleted: false,
  num_masklets: 0,
};

function makeMasklet(id: number): Masklet {
  return {
    id,
    video: 1,
    label: 1,
    number: id,
    status: "draft",
    head: 0,
    author: 1,
    submitted_version: null,
    approved: [],
    last_review: null,
    created_at: at,
  };
}

function makePrompt(id: number, masklet: number): Prompt {
  return {
    id,
    masklet,
    frame: 0,
    kind: "point",
    points: [[1, 2]],
    labels: [1],
    box: null,
    rle: null,
    author: 1,
    created_at: at,
  };
}

function makeSnapshot(): Snapshot {
  return { last_seq: 0, video, masklets: [], prompts: [], heads: [], propagations: [], side_edits: [] };
}

/** A server kept as plain tables, to compare the reducer with. */
class TableServer {
  masklets = new Map<number, Masklet>();
  prompts = new Map<number, Prompt>();
  frames = new Map<number, (HeadRange | undefined)[]>();
  seq = 0;

  snapshot(): Snapshot {
    const heads = [...this.frames].map(([masklet, frames]) => ({
      masklet,
      ranges: frames.flatMap<HeadRange>((range, frame) =>
        range ? [[frame, frame + 1, range[2], range[3], range[4]]] : [],
      ),
    }));
    return {
      last_seq: this.seq,
      video,
      masklets: [...this.masklets.values()],
      prompts: [...this.prompts.values()],
      heads,
      propagations: [],
      side_edits: [],
    };
  }

  run([kind, id, start, length]: [number, number, number, number]): VideoEvent | null {
    const base = { seq: this.seq + 1, actor: 1, at };
    const masklet = this.masklets.get(id);
    if (kind === 0 && !masklet) {
      const created = makeMasklet(id);
      this.masklets.set(id, created);
      return this.#emit({ ...base, type: "masklet.changed", masklet: created });
    }
    if (!masklet) return null;
    if (kind === 1) {
      this.masklets.delete(id);
      this.frames.delete(id);
      for (const prompt of this.prompts.values()) {
        if (prompt.masklet === id) this.prompts.delete(prompt.id);
      }
      return this.#emit({ ...base, type: "masklet.deleted", masklet: id });
    }
    if (kind === 2) {
      const prompt = makePrompt(base.seq, id);
      const removed = [...this.prompts.values()].filter((p) => p.masklet === id).map((p) => p.id);
      for (const old of removed) this.prompts.delete(old);
      this.prompts.set(prompt.id, prompt);
      return this.#emit({ ...base, type: "prompts.changed", added: [prompt], removed, operation: 1 });
    }
    const stop = Math.min(numFrames, start + length);
    const version = masklet.head + 1;
    const state: MaskState = length % 3 ? "present" : "cleared";
    this.masklets.set(id, { ...masklet, head: version });
    const frames = this.frames.get(id) ?? new Array<HeadRange | undefined>(numFrames);
    for (let f = start; f < stop; f++) frames[f] = [f, f + 1, version, "prompted", state];
    this.frames.set(id, frames);
    const range = { masklet: id, start, stop, version, origin: "prompted" as const, state };
    return this.#emit({ ...base, type: "masks.changed", operation: 1, kind: "x", ranges: [range] });
  }

  #emit(event: VideoEvent): VideoEvent {
    this.seq = event.seq;
    return event;
  }
}

const commands = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 4 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 0, max: numFrames - 1 }),
    fc.integer({ min: 1, max: numFrames }),
  ),
  { maxLength: 60 },
);

function plain(state: VideoState) {
  return {
    lastSeq: state.lastSeq,
    masklets: Object.fromEntries(state.masklets),
    prompts: Object.fromEntries(state.prompts),
    heads: Object.fromEntries(state.heads),
  };
}

describe("reduceEvent", () => {
  it("leads from a snapshot at any seq to what a fresh snapshot says", () => {
    fc.assert(
      fc.property(commands, fc.nat(), (steps, cut) => {
        const server = new TableServer();
        let state = stateFromSnapshot(makeSnapshot());
        steps.forEach((step, index) => {
          if (index === cut % (steps.length + 1)) state = stateFromSnapshot(server.snapshot());
          const event = server.run(step);
          if (event) state = reduceEvent(state, event);
        });
        expect(plain(state)).toEqual(plain(stateFromSnapshot(server.snapshot())));
      }),
    );
  });

  it("ignores an event that it has seen", () => {
    const event: VideoEvent = { seq: 1, actor: 1, at, type: "masklet.deleted", masklet: 5 };
    const state = { ...stateFromSnapshot(makeSnapshot()), lastSeq: 1 };
    expect(reduceEvent(state, event)).toBe(state);
  });

  it("counts on past an event type of a newer server", () => {
    const event = { seq: 1, actor: 1, at, type: "masklet.sung" } as unknown as VideoEvent;
    expect(reduceEvent(stateFromSnapshot(makeSnapshot()), event).lastSeq).toBe(1);
  });
});

describe("upsertRange", () => {
  it("equals writing frame by frame", () => {
    const steps = fc.array(
      fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3 })),
    );
    fc.assert(
      fc.property(steps, (writes) => {
        const frames = new Array<number>(30).fill(0);
        let ranges: HeadRanges = [];
        for (const [start, length, version] of writes) {
          frames.fill(version, start, start + length);
          ranges = upsertRange(ranges, [start, start + length, version, "drawn", "present"]);
        }
        expect(frames.map((_, frame) => findRange(ranges, frame)?.[2] ?? 0)).toEqual(frames);
        expect(countPresent(ranges)).toBe(frames.filter(Boolean).length);
      }),
    );
  });
});

describe("EventOrder", () => {
  const event = (seq: number): VideoEvent => ({
    seq,
    actor: 1,
    at,
    type: "masklet.deleted",
    masklet: 1,
  });

  it("holds events back until the missing ones are there", () => {
    const order = new EventOrder(4);
    expect(order.accept(event(7))).toEqual([]);
    expect(order.hasGap).toBe(true);
    expect(order.accept(event(5)).map(({ seq }) => seq)).toEqual([5]);
    expect(order.accept(event(6)).map(({ seq }) => seq)).toEqual([6, 7]);
    expect(order.hasGap).toBe(false);
    expect(order.accept(event(6))).toEqual([]);
  });

  it("takes the next event however many wait behind it", () => {
    const order = new EventOrder(0);
    for (let seq = 2; seq < 2_500; seq++) order.accept(event(seq));
    expect(order.accept(event(1))).toHaveLength(2_001);
    expect(order.lastSeq).toBe(2_001);
  });

  it("drops what a new snapshot already holds", () => {
    const order = new EventOrder(0);
    order.accept(event(3));
    order.restart(3);
    expect(order.hasGap).toBe(false);
    expect(order.accept(event(4)).map(({ seq }) => seq)).toEqual([4]);
  });
});

describe("whyReadOnly", () => {
  it("lets drafts and rejected masklets be edited", () => {
    expect(whyReadOnly(makeMasklet(1))).toBeNull();
    expect(whyReadOnly({ ...makeMasklet(1), status: "rejected" })).toBeNull();
    expect(whyReadOnly({ ...makeMasklet(1), status: "submitted" })).toContain("withdraw");
    expect(whyReadOnly({ ...makeMasklet(1), status: "approved" })).toContain("reopen");
  });
});
