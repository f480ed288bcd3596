import type { Cursor, Stroke } from "@/protocol/types";

/** A pointer that rests this long is no news; then it fades. */
const cursorRests_ms = 4_000;
const cursorFades_ms = 2_000;
/** Long enough for the stroke's mask to come in its place. */
const strokeFades_ms = 1_500;
/** The end of a stroke may have been lost: after this silence it has ended. */
const strokeSilence_ms = 3_000;

export interface ShownCursor {
  session: string;
  at: [number, number];
  opacity: number;
}

export interface ShownStroke {
  session: string;
  masklet: number;
  tool: "brush" | "eraser";
  size_px: number;
  points: readonly [number, number][];
  opacity: number;
}

interface HeldStroke extends Omit<Stroke, "points" | "type"> {
  points: [number, number][];
  at_ms: number;
}

/** Pointers and strokes in progress of the other pages; nothing of it is kept. */
export class LivePeople {
  readonly #cursors = new Map<string, Cursor & { at_ms: number }>();
  readonly #strokes = new Map<string, HeldStroke>();
  readonly #listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  takeCursor(cursor: Cursor, now_ms: number): void {
    if (cursor.at) this.#cursors.set(cursor.session, { ...cursor, at_ms: now_ms });
    else this.#cursors.delete(cursor.session);
    this.#notify();
  }

  takeStroke({ points, ...piece }: Stroke, now_ms: number): void {
    const key = `${piece.session} ${piece.stroke}`;
    const before = this.#strokes.get(key)?.points ?? [];
    this.#strokes.set(key, { ...piece, points: [...before, ...points], at_ms: now_ms });
    this.#notify();
  }

  /** Forgets the pages that have closed; a stroke whose page closed has not become a mask. */
  keepOnly(sessions: readonly string[]): void {
    const here = new Set(sessions);
    for (const session of this.#cursors.keys()) if (!here.has(session)) this.#cursors.delete(session);
    for (const [key, { session }] of this.#strokes) if (!here.has(session)) this.#strokes.delete(key);
    this.#notify();
  }

  listCursors(frame: number, now_ms: number): ShownCursor[] {
    const shown: ShownCursor[] = [];
    for (const { session, frame: on, at, at_ms } of this.#cursors.values()) {
      const opacity = 1 - (now_ms - at_ms - cursorRests_ms) / cursorFades_ms;
      if (on === frame && at && opacity > 0) shown.push({ session, at, opacity: Math.min(1, opacity) });
    }
    return shown;
  }

  /** Drops the strokes that have faded on the way. */
  listStrokes(frame: number, now_ms: number): ShownStroke[] {
    const shown: ShownStroke[] = [];
    for (const [key, stroke] of this.#strokes) {
      const silent_ms = now_ms - stroke.at_ms - (stroke.ended ? 0 : strokeSilence_ms);
      const opacity = Math.min(1, 1 - silent_ms / strokeFades_ms);
      if (opacity <= 0) this.#strokes.delete(key);
      else if (stroke.frame === frame) shown.push({ ...stroke, opacity });
    }
    return shown;
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
