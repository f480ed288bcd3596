interface Closable {
  close(): void;
}

/**
 * Decoded frames by index, at most `capacity` of them. When it is full, the frame farthest from
 * the playhead goes, counting frames behind it double: people mostly go forward.
 */
export class FrameCache<T extends Closable> {
  readonly #frames = new Map<number, T>();
  readonly #capacity: number;
  #playhead = 0;

  constructor(capacity: number) {
    this.#capacity = Math.max(2, capacity);
  }

  get(frame: number): T | undefined {
    return this.#frames.get(frame);
  }

  has(frame: number): boolean {
    return this.#frames.has(frame);
  }

  get size(): number {
    return this.#frames.size;
  }

  moveTo(playhead: number): void {
    this.#playhead = playhead;
  }

  put(frame: number, picture: T): void {
    this.#frames.get(frame)?.close();
    this.#frames.set(frame, picture);
    while (this.#frames.size > this.#capacity) this.#evict();
  }

  clear(): void {
    for (const picture of this.#frames.values()) picture.close();
    this.#frames.clear();
  }

  #evict(): void {
    let farthest = -1;
    let worst = -1;
    for (const frame of this.#frames.keys()) {
      const ahead = frame - this.#playhead;
      const distance = ahead < 0 ? -2 * ahead : ahead;
      if (distance > worst) {
        worst = distance;
        farthest = frame;
      }
    }
    this.#frames.get(farthest)?.close();
    this.#frames.delete(farthest);
  }
}

/** 60 frames of 720p; larger pictures get fewer, so that memory stays the same. */
const cacheBytes = 60 * 1280 * 720 * 4;

export function cacheCapacity(width: number, height: number): number {
  return Math.min(60, Math.max(8, Math.floor(cacheBytes / (width * height * 4))));
}
