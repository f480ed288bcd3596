import { api } from "./api";

import type { MaskStore } from "@/masks/maskStore";
import type { FrameMask } from "@/protocol/types";
import { findRange, type HeadRanges } from "@/state/headRanges";


/** Frames in one request; the server allows 300. */
const pageFrames = 60;
const pagesBehind = 1;
const pagesAhead = 2;
/** Masks stay in memory a little longer than they are asked for, so that going back is free. */
const keptFrames = 300;
const maxParallel = 4;
const retryAfter_ms = 2_000;

interface Page {
  masklet: number;
  start: number;
  stop: number;
}

/**
 * Keeps the masks around the playhead in the store: the page under the playhead first, then the
 * next ones, then the one behind. Requests that fell out of the window are dropped.
 */
export class MaskPages {
  readonly #store: MaskStore;
  readonly #readHeads: () => ReadonlyMap<number, HeadRanges>;
  readonly #running = new Map<string, { page: Page; abort: AbortController }>();
  #frame = 0;
  #scheduled: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(store: MaskStore, readHeads: () => ReadonlyMap<number, HeadRanges>) {
    this.#store = store;
    this.#readHeads = readHeads;
  }

  moveTo(frame: number): void {
    const leftPage = Math.floor(frame / pageFrames) !== Math.floor(this.#frame / pageFrames);
    this.#frame = frame;
    if (!leftPage) return;
    const [start, stop] = this.#window();
    for (const { page, abort } of this.#running.values()) {
      if (page.stop <= start || page.start >= stop) abort.abort();
    }
    this.#store.keepOnly(frame - keptFrames, frame + keptFrames);
    this.#load();
  }

  /** Call when heads changed. Waits a moment: the mask itself may be on its way by websocket. */
  refresh(wait_ms = 60): void {
    if (this.#scheduled !== undefined) return;
    this.#scheduled = setTimeout(() => {
      this.#scheduled = undefined;
      this.#load();
    }, wait_ms);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#scheduled);
    for (const { abort } of this.#running.values()) abort.abort();
  }

  #window(): [number, number] {
    const first = Math.floor(this.#frame / pageFrames) * pageFrames;
    return [first - pagesBehind * pageFrames, first + (pagesAhead + 1) * pageFrames];
  }

  #load(): void {
    if (this.#stopped) return;
    for (const page of this.#listNeeded()) {
      if (this.#running.size >= maxParallel) return;
      const key = `${page.masklet}:${Math.floor(page.start / pageFrames)}`;
      if (!this.#running.has(key)) void this.#fetchPage(key, page);
    }
  }

  #listNeeded(): Page[] {
    const first = Math.floor(this.#frame / pageFrames) * pageFrames;
    const steps = [0, ...Array.from({ length: pagesAhead }, (_, index) => index + 1), -pagesBehind];
    const needed: Page[] = [];
    for (const step of steps) {
      const start = first + step * pageFrames;
      if (start < 0) continue;
      for (const [masklet, ranges] of this.#readHeads()) {
        const page = this.#trimPage(masklet, ranges, start, start + pageFrames);
        if (page) needed.push(page);
      }
    }
    return needed;
  }

  /** The part of [start, stop) for which a newer mask exists than the store holds. */
  #trimPage(masklet: number, ranges: HeadRanges, start: number, stop: number): Page | null {
    let first = -1;
    let last = -1;
    for (let frame = start; frame < stop; frame++) {
      const range = findRange(ranges, frame);
      if (range?.[4] !== "present") continue;
      if (this.#store.heldVersion(masklet, frame) >= range[2]) continue;
      if (first < 0) first = frame;
      last = frame;
    }
    return first < 0 ? null : { masklet, start: first, stop: last + 1 };
  }

  async #fetchPage(key: string, page: Page): Promise<void> {
    const abort = new AbortController();
    this.#running.set(key, { page, abort });
    let failed = false;
    try {
      const { masks } = await api.get<{ masks: FrameMask[] }>(
        `/api/masklets/${page.masklet}/masks/`,
        { query: { start: page.start, stop: page.stop }, signal: abort.signal },
      );
      this.#store.putFetched(page.masklet, masks);
      failed = !masks.length;
    } catch {
      failed = !abort.signal.aborted;
    } finally {
      this.#running.delete(key);
    }
    if (failed) this.refresh(retryAfter_ms);
    else this.#load();
  }
}
