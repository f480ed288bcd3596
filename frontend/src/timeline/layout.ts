import type { MaskOrigin, Masklet } from "@/protocol/types";
import type { HeadRanges } from "@/state/headRanges";

/** How a stretch of frames looks on a lane. */
export type BarKind = "prompted" | "propagated" | "other" | "absent";

export interface Bar {
  x: number;
  width: number;
  kind: BarKind;
  /** First frame and the frame after the last. */
  start: number;
  stop: number;
}

export interface Scale {
  numFrames: number;
  /** CSS pixels of the lane. */
  width: number;
}

const kinds: Record<MaskOrigin, BarKind> = {
  prompted: "prompted",
  drawn: "prompted",
  propagated: "propagated",
  imported: "other",
  automatic: "other",
  restored: "other",
};

/** A single corrected frame of a long video must still be seen. */
const narrowestPromptedPx = 3;
const narrowestPx = 1;

/** The left edge of a frame's stretch. */
export function frameToX({ numFrames, width }: Scale, frame: number): number {
  return (frame / Math.max(1, numFrames)) * width;
}

export function xToFrame({ numFrames, width }: Scale, x: number): number {
  const frame = Math.floor((x / Math.max(1, width)) * numFrames);
  return Math.min(numFrames - 1, Math.max(0, frame));
}

/** Bars of one lane; neighbours that look the same are one bar, prompted ones come last, on top. */
export function layoutBars(ranges: HeadRanges, scale: Scale): Bar[] {
  const bars: Bar[] = [];
  for (const [start, stop, , origin, state] of ranges) {
    if (state === "cleared") continue;
    const kind = state === "absent" ? "absent" : kinds[origin];
    const last = bars[bars.length - 1];
    if (last?.kind === kind && last.stop === start) last.stop = stop;
    else bars.push({ x: 0, width: 0, kind, start, stop });
  }
  for (const bar of bars) placeBar(bar, scale);
  return bars.sort((a, b) => Number(a.kind === "prompted") - Number(b.kind === "prompted"));
}

export function layoutApproved(masklet: Masklet, scale: Scale): Bar[] {
  return masklet.approved.map(([start, stop]) => {
    const bar: Bar = { x: 0, width: 0, kind: "other", start, stop };
    placeBar(bar, scale);
    return bar;
  });
}

/** Frames to write numbers at: round steps, at least `apartPx` from each other. */
export function layoutTicks(scale: Scale, apartPx: number): number[] {
  const most = Math.max(1, Math.floor(scale.width / apartPx));
  const step = roundStep(scale.numFrames / most);
  const ticks: number[] = [];
  for (let frame = 0; frame < scale.numFrames; frame += step) ticks.push(frame);
  return ticks;
}

function placeBar(bar: Bar, scale: Scale): void {
  const narrowest = bar.kind === "prompted" ? narrowestPromptedPx : narrowestPx;
  bar.x = frameToX(scale, bar.start);
  bar.width = Math.max(narrowest, frameToX(scale, bar.stop) - bar.x);
}

/** The smallest of 1, 2, 5, 10, 20, 50, … that is not below `least`. */
function roundStep(least: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) if (step * power >= least) return step * power;
  }
}
