import { createIdempotencyKey } from "./api";

import type { ClientMessage } from "@/protocol/types";

/** 20 a second, as the server passes them on. */
const shareEvery_ms = 50;
/** The server takes 200 points a piece; one is the last of the piece before. */
const maxPoints = 199;

export interface StrokeStart {
  masklet: number;
  frame: number;
  tool: "brush" | "eraser";
  size_px: number;
}

/** In pixels of the picture. */
interface Point {
  x: number;
  y: number;
}

type SharedPoint = [number, number];

/** What the others see of a hand before anything is saved: pointer, stroke in progress, soft hold. */
export class SharedGestures {
  readonly #send: (message: ClientMessage) => void;
  readonly #isWatched: () => boolean;
  #cursor: { frame: number; at: SharedPoint | null } | null = null;
  #stroke: (StrokeStart & { stroke: string }) | null = null;
  #points: SharedPoint[] = [];
  #hold: { masklet: number; frame: number } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `isWatched`: somebody else has the video open; alone, pointer and strokes stay here. */
  constructor(send: (message: ClientMessage) => void, isWatched: () => boolean) {
    this.#send = send;
    this.#isWatched = isWatched;
  }

  pointAt(frame: number, at: Point | null): void {
    this.#cursor = { frame, at: at && toShared(at) };
    this.#flushSoon();
  }

  beginStroke(start: StrokeStart, at: Point): void {
    this.#stroke = { ...start, stroke: createIdempotencyKey() };
    this.#points = [toShared(at)];
    this.#flushSoon();
  }

  strokeTo(at: Point): void {
    if (!this.#stroke) return;
    this.#points.push(toShared(at));
    if (this.#points.length >= maxPoints) this.#sendPiece(false);
    else this.#flushSoon();
  }

  endStroke(): void {
    if (!this.#stroke) return;
    this.#sendPiece(true);
    this.#stroke = null;
  }

  /** Said again at every gesture: the server ends a hold after a while without. */
  hold(masklet: number, frame: number): void {
    this.#hold = { masklet, frame };
    this.#send({ type: "hold", masklet, frame });
  }

  /** The person looks at this frame with this masklet selected: a hold of another ends. */
  moveTo(masklet: number | null, frame: number): void {
    if (!this.#hold || (this.#hold.masklet === masklet && this.#hold.frame === frame)) return;
    this.#hold = null;
    this.#send({ type: "release" });
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #flushSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, shareEvery_ms);
  }

  #flush(): void {
    if (this.#cursor && this.#isWatched()) this.#send({ type: "cursor", ...this.#cursor });
    this.#cursor = null;
    if (this.#stroke && this.#points.length > 1) this.#sendPiece(false);
  }

  #sendPiece(ended: boolean): void {
    const last = this.#points.at(-1);
    if (!this.#stroke || !last) return;
    const points = this.#points;
    if (this.#isWatched()) this.#send({ type: "stroke", ...this.#stroke, points, ended });
    this.#points = [last];
  }
}

function toShared({ x, y }: Point): SharedPoint {
  return [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
}
