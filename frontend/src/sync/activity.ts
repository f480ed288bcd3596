import { api } from "./api";

const slotSeconds = 15;
/** A pause longer than this is not counted as work. */
const idleAfter_ms = 5_000;

interface Counts {
  active_ms: number;
  clicks: number;
  strokes: number;
  frames: Set<number>;
}

/**
 * Measures effort: time in which a person did something, clicks and frames seen, added up per
 * masklet and slot of 15 s, and sent when a slot ends or the page is left.
 */
export class ActivityMeter {
  readonly #path: string;
  readonly #mode: "annotate" | "review";
  readonly #readMasklet: () => number | null;
  /** Nothing is counted where nothing can be done. */
  readonly #isClosed: () => boolean;
  readonly #slots = new Map<string, Counts>();
  readonly #timer: ReturnType<typeof setInterval>;
  #lastSeen_ms = 0;

  constructor(
    videoId: number,
    mode: "annotate" | "review",
    readMasklet: () => number | null,
    isClosed: () => boolean,
  ) {
    this.#isClosed = isClosed;
    this.#path = `/api/videos/${videoId}/activity/`;
    this.#mode = mode;
    this.#readMasklet = readMasklet;
    this.#timer = setInterval(() => this.#flush(currentSlot()), slotSeconds * 1000);
    for (const type of ["pointerdown", "pointermove", "keydown", "wheel"] as const) {
      window.addEventListener(type, this.#seen, { passive: true });
    }
  }

  countClick(): void {
    this.#counts().clicks += 1;
  }

  countStroke(): void {
    this.#counts().strokes += 1;
  }

  countFrame(frame: number): void {
    this.#counts().frames.add(frame);
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const type of ["pointerdown", "pointermove", "keydown", "wheel"] as const) {
      window.removeEventListener(type, this.#seen);
    }
    this.#flush(null);
  }

  readonly #seen = (): void => {
    const now_ms = performance.now();
    const pause_ms = now_ms - this.#lastSeen_ms;
    if (this.#lastSeen_ms && pause_ms < idleAfter_ms) this.#counts().active_ms += pause_ms;
    this.#lastSeen_ms = now_ms;
  };

  #counts(): Counts {
    const key = `${currentSlot()}:${this.#readMasklet() ?? ""}`;
    const known = this.#slots.get(key);
    if (known) return known;
    const created = { active_ms: 0, clicks: 0, strokes: 0, frames: new Set<number>() };
    this.#slots.set(key, created);
    return created;
  }

  /** Sends every slot but the one that is still running. */
  #flush(running: number | null): void {
    for (const [key, counts] of this.#slots) {
      const [slot = "", masklet = ""] = key.split(":");
      if (Number(slot) === running) continue;
      this.#slots.delete(key);
      if (this.#isClosed()) continue;
      const body = {
        ...(masklet ? { masklet: Number(masklet) } : {}),
        slot: Number(slot),
        mode: this.#mode,
        active_ms: Math.round(counts.active_ms),
        clicks: counts.clicks,
        strokes: counts.strokes,
        frames_seen: counts.frames.size,
      };
      // Effort is a measurement, never worth an error in somebody's face.
      api.post(this.#path, body).catch(() => undefined);
    }
  }
}

function currentSlot(): number {
  return Math.floor(Date.now() / 1000 / slotSeconds);
}
