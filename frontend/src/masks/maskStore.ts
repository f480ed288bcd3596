import { spansFromCounts, type Spans } from "./spans";

import type { MaskFrame } from "@/protocol/maskFrame";
import type { FrameMask, MaskState, Rle } from "@/protocol/types";


interface StoredMask {
  version: number;
  state: MaskState;
  counts: string;
  height: number;
  width: number;
  /** Parsed when first painted; null where there is nothing to paint. */
  spans?: Spans | null;
}

interface ProvisionalMask extends StoredMask {
  propagation: number;
  leaseToken: number;
}

/** What the events say is current on a frame. */
export interface CurrentMask {
  version: number;
  state: MaskState;
}

/**
 * The masks near the playhead, by masklet and frame. Provisional masks (streamed before their
 * chunk is committed) lie over committed ones until a committed one arrives or their job ends.
 */
export class MaskStore {
  #committed = new Map<number, Map<number, StoredMask>>();
  #provisional = new Map<number, Map<number, ProvisionalMask>>();
  #waiting = new Map<string, StoredMask & { masklet: number; frame: number }>();
  #newestLease = new Map<number, number>();
  #listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  putFetched(masklet: number, masks: readonly FrameMask[]): void {
    for (const { frame, version, state, rle } of masks) {
      const [height, width] = rle?.size ?? [0, 0];
      this.#putCommitted(masklet, frame, {
        version,
        state,
        counts: rle?.counts ?? "",
        height,
        width,
      });
    }
    if (masks.length) this.#notify();
  }

  putStreamed(mask: MaskFrame): void {
    const { masklet, frame, version, state, counts, height, width } = mask;
    const stored = { version, state, counts, height, width };
    if (mask.kind === "preview") return;
    if (mask.kind === "committed") {
      this.#putCommitted(masklet, frame, stored);
    } else {
      if (!this.#isOfNewestLease(mask)) return;
      const { propagation, leaseToken } = mask;
      inner(this.#provisional, masklet).set(frame, { ...stored, propagation, leaseToken });
    }
    this.#notify();
  }

  /** A person's own mask that the server has not confirmed; it lies over everything else. */
  putWaiting(key: string, masklet: number, frame: number, state: MaskState, rle: Rle | null): void {
    const [height, width] = rle?.size ?? [0, 0];
    const mask = { masklet, frame, version: 0, state, counts: rle?.counts ?? "", height, width };
    this.#waiting.set(key, mask);
    this.#notify();
  }

  endWaiting(key: string): void {
    if (this.#waiting.delete(key)) this.#notify();
  }

  /** What to paint, given what the events say is current. */
  find(masklet: number, frame: number, current: CurrentMask | undefined): Spans | null {
    const waiting = [...this.#waiting.values()].findLast(
      (mask) => mask.masklet === masklet && mask.frame === frame,
    );
    if (waiting) return parseOnce(waiting);
    const provisional = this.#provisional.get(masklet)?.get(frame);
    if (provisional) return parseOnce(provisional);
    const stored = this.#committed.get(masklet)?.get(frame);
    if (!stored) return null;
    // An older mask stays until the newer one is here, unless the newer one is none.
    if (current && current.version > stored.version && current.state !== "present") return null;
    return parseOnce(stored);
  }

  /** The committed version held for a frame, 0 where there is none. */
  heldVersion(masklet: number, frame: number): number {
    return this.#committed.get(masklet)?.get(frame)?.version ?? 0;
  }

  endPropagation(propagation: number): void {
    for (const frames of this.#provisional.values()) {
      for (const [frame, mask] of frames) if (mask.propagation === propagation) frames.delete(frame);
    }
    this.#newestLease.delete(propagation);
    this.#notify();
  }

  /** The model has shown an answer to a click and could not keep it. */
  endClick(masklet: number, frame: number): void {
    const frames = this.#provisional.get(masklet);
    if (frames?.get(frame)?.propagation !== 0) return;
    frames.delete(frame);
    this.#notify();
  }

  /** Ends all but the running propagations, and the answers to clicks: a snapshot has come. */
  keepProvisional(running: ReadonlySet<number>): void {
    for (const frames of this.#provisional.values()) {
      for (const [frame, mask] of frames) if (!running.has(mask.propagation)) frames.delete(frame);
    }
    this.#notify();
  }

  forget(masklet: number): void {
    this.#committed.delete(masklet);
    this.#provisional.delete(masklet);
    this.#notify();
  }

  /** Bounds the memory: drops masks outside [start, stop); they are fetched again on return. */
  keepOnly(start: number, stop: number): void {
    for (const frames of [...this.#committed.values(), ...this.#provisional.values()]) {
      for (const frame of frames.keys()) if (frame < start || frame >= stop) frames.delete(frame);
    }
  }

  get size(): number {
    let masks = 0;
    for (const frames of this.#committed.values()) masks += frames.size;
    for (const frames of this.#provisional.values()) masks += frames.size;
    return masks;
  }

  #putCommitted(masklet: number, frame: number, mask: StoredMask): void {
    if (this.heldVersion(masklet, frame) > mask.version) return;
    inner(this.#committed, masklet).set(frame, mask);
    this.#provisional.get(masklet)?.delete(frame);
  }

  /** A worker that lost its lease may still be sending; the answer to a click is of no propagation. */
  #isOfNewestLease({ propagation, leaseToken }: MaskFrame): boolean {
    if (!propagation) return true;
    if (leaseToken < (this.#newestLease.get(propagation) ?? 0)) return false;
    this.#newestLease.set(propagation, leaseToken);
    return true;
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

function inner<T>(map: Map<number, Map<number, T>>, key: number): Map<number, T> {
  const known = map.get(key);
  if (known) return known;
  const created = new Map<number, T>();
  map.set(key, created);
  return created;
}

function parseOnce(mask: StoredMask): Spans | null {
  if (mask.spans !== undefined) return mask.spans;
  if (mask.state !== "present" || !mask.counts) return (mask.spans = null);
  try {
    mask.spans = spansFromCounts(mask.counts, mask.height, mask.width);
  } catch {
    // A mask that cannot be read must not stop the others from being painted.
    mask.spans = null;
  }
  return mask.spans;
}
