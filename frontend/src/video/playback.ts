import { frameAtTime } from "./frameTimes";

export interface PlaybackOptions {
  times_s: ArrayLike<number>;
  readFrame: () => number;
  isReady: (frame: number) => boolean;
  showFrame: (frame: number) => void;
  /** The last frame is on screen. */
  onEnd: () => void;
}

/** Behind by more than this, playing waits for the decoder instead of jumping after the clock. */
const maxLag_s = 0.25;

/** Plays at the speed that the frames' own times say, whatever their spacing. */
export class Playback {
  readonly #options: PlaybackOptions;
  #anchorFrame = 0;
  #anchor_ms = 0;
  #shown = 0;
  #request: number | null = null;

  constructor(options: PlaybackOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#request !== null) return;
    this.#anchorAt(this.#options.readFrame(), performance.now());
    this.#request = requestAnimationFrame(this.#tick);
  }

  stop(): void {
    if (this.#request !== null) cancelAnimationFrame(this.#request);
    this.#request = null;
  }

  readonly #tick = (now_ms: number): void => {
    this.#request = requestAnimationFrame(this.#tick);
    // Somebody went elsewhere while it played.
    const frame = this.#options.readFrame();
    if (frame !== this.#shown) this.#anchorAt(frame, now_ms);
    const next = this.advance(now_ms);
    if (next !== this.#shown) {
      this.#shown = next;
      this.#options.showFrame(next);
    }
    if (next >= this.#options.times_s.length - 1) {
      this.stop();
      this.#options.onEnd();
    }
  };

  /** The newest decoded frame that is due at `now_ms`. */
  advance(now_ms: number): number {
    const { times_s, isReady } = this.#options;
    const due_s = (times_s[this.#anchorFrame] ?? 0) + (now_ms - this.#anchor_ms) / 1000;
    const due = frameAtTime(times_s, due_s);
    let next = due;
    while (next > this.#shown && !isReady(next)) next--;
    const lag_s = due_s - (times_s[Math.min(next + 1, times_s.length - 1)] ?? 0);
    if (next < due && lag_s > maxLag_s) this.#anchorAt(next, now_ms);
    return Math.max(next, this.#shown);
  }

  #anchorAt(frame: number, now_ms: number): void {
    this.#anchorFrame = frame;
    this.#anchor_ms = now_ms;
    this.#shown = frame;
  }
}
