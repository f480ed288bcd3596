import type { VideoEvent } from "@/protocol/types";

/** Events kept while a gap is filled; beyond that the replay brings them anyway. */
const maxHeld = 2_000;

/** Puts events in the order of `seq`, drops repeats, and says when some are missing. */
export class EventOrder {
  #lastSeq: number;
  #held = new Map<number, VideoEvent>();

  constructor(lastSeq: number) {
    this.#lastSeq = lastSeq;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get hasGap(): boolean {
    return this.#held.size > 0;
  }

  /** The events that are next in order now, this one included if it is. */
  accept(event: VideoEvent): VideoEvent[] {
    if (event.seq <= this.#lastSeq) return [];
    // The next one fills the gap, however many wait behind it.
    const isNext = event.seq === this.#lastSeq + 1;
    if (isNext || this.#held.size < maxHeld) this.#held.set(event.seq, event);
    const ready: VideoEvent[] = [];
    for (let next = this.#take(); next; next = this.#take()) ready.push(next);
    return ready;
  }

  /** Starts again from a snapshot. */
  restart(lastSeq: number): void {
    this.#lastSeq = lastSeq;
    for (const seq of [...this.#held.keys()]) if (seq <= lastSeq) this.#held.delete(seq);
  }

  #take(): VideoEvent | undefined {
    const event = this.#held.get(this.#lastSeq + 1);
    if (!event) return undefined;
    this.#held.delete(event.seq);
    this.#lastSeq = event.seq;
    return event;
  }
}
