import { api } from "./api";

import { spansFromCounts, type Spans } from "@/masks/spans";
import type { Diff, DifferingFrame, FrameMask, Operation, Version } from "@/protocol/types";

/** Frames that are asked for at once while somebody steps through a comparison. */
const window_frames = 24;
const maxKeptMasks = 600;

/** What the server remembers: versions never change, so a mask once read is kept. */
export class History {
  readonly #videoId: number;
  readonly #masks = new Map<string, Promise<Map<number, Spans | null>>>();

  constructor(videoId: number) {
    this.#videoId = videoId;
  }

  /** The newest first; `before` is the number of the oldest that is known. */
  listVersions(masklet: number, before: number | null): Promise<Version[]> {
    return api.get<Version[]>(`/api/masklets/${masklet}/versions/`, { query: { before } });
  }

  listOperations(before: number | null): Promise<Operation[]> {
    return api.get<Operation[]>(`/api/videos/${this.#videoId}/operations/`, { query: { before } });
  }

  /** Every frame on which the two versions differ, in order. */
  async compare(masklet: number, from: number, to: number): Promise<DifferingFrame[]> {
    const frames: DifferingFrame[] = [];
    for (let start: number | null = 0; start !== null; ) {
      const page: Diff = await api.get<Diff>(`/api/masklets/${masklet}/diff/`, {
        query: { from, to, start },
      });
      frames.push(...page.frames);
      start = page.next;
    }
    return frames;
  }

  /** The mask of a frame as of a version; null where there was none. */
  async findMask(masklet: number, version: number, frame: number): Promise<Spans | null> {
    if (version === 0) return null;
    const start = frame - (frame % window_frames);
    const key = `${masklet} ${version} ${start}`;
    const known = this.#masks.get(key) ?? this.#readWindow(masklet, version, start);
    this.#masks.delete(key);
    this.#masks.set(key, known);
    const oldest = this.#masks.keys().next().value;
    if (this.#masks.size > maxKeptMasks / window_frames && oldest !== undefined) this.#masks.delete(oldest);
    try {
      return (await known).get(frame) ?? null;
    } catch (error) {
      this.#masks.delete(key);
      throw error;
    }
  }

  async #readWindow(masklet: number, version: number, start: number): Promise<Map<number, Spans | null>> {
    const { masks } = await api.get<{ masks: FrameMask[] }>(`/api/masklets/${masklet}/masks/`, {
      query: { version, start, stop: start + window_frames },
    });
    return new Map(masks.map(({ frame, rle, state }) => {
      const isThere = state === "present" && rle !== null;
      return [frame, isThere ? spansFromCounts(rle.counts, rle.size[0], rle.size[1]) : null];
    }));
  }
}
