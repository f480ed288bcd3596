import { frameToX, layoutApproved, layoutBars, layoutTicks, type Scale } from "./layout";

import { cssColor, objectColor } from "@/masks/colors";
import { listMasklets, type VideoState } from "@/state/videoState";

export const laneHeight = 26;
export const rulerHeight = 24;

const tickApartPx = 64;
const barHeight = 10;

export interface LaneLook {
  text: string;
  muted: string;
  approved: string;
  selectedLane: string;
}

/** Draws ruler and lanes; positions in CSS pixels. */
export function paintLanes(
  context: CanvasRenderingContext2D,
  server: VideoState,
  scale: Scale,
  selected: number | null,
  solo: number | null,
  look: LaneLook,
): void {
  context.clearRect(0, 0, scale.width, context.canvas.height);
  paintRuler(context, scale, look);
  const prompts = [...server.prompts.values()];
  listLanes(server, solo).forEach((masklet, index) => {
    const top = rulerHeight + index * laneHeight;
    if (masklet.id === selected) {
      context.fillStyle = look.selectedLane;
      context.fillRect(0, top, scale.width, laneHeight);
    }
    const color = cssColor(objectColor(masklet.number));
    const middle = top + laneHeight / 2;
    for (const bar of layoutBars(server.heads.get(masklet.id) ?? [], scale)) {
      context.fillStyle = color;
      context.globalAlpha = barAlpha[bar.kind];
      const height = bar.kind === "absent" ? 2 : barHeight;
      context.fillRect(bar.x, middle - height / 2, bar.width, height);
    }
    context.globalAlpha = 1;
    context.fillStyle = look.approved;
    for (const bar of layoutApproved(masklet, scale)) {
      context.fillRect(bar.x, middle + barHeight / 2 + 1, bar.width, 3);
    }
    for (const prompt of prompts) {
      if (prompt.masklet !== masklet.id) continue;
      paintDot(context, frameToX(scale, prompt.frame + 0.5), middle, color);
    }
  });
}

const barAlpha = { prompted: 1, propagated: 0.5, other: 0.7, absent: 0.6 } as const;

/** The masklets with a lane, in order. */
export function listLanes(server: VideoState, solo: number | null) {
  return listMasklets(server).filter(({ id }) => solo === null || id === solo);
}

function paintRuler(context: CanvasRenderingContext2D, scale: Scale, look: LaneLook): void {
  context.fillStyle = look.muted;
  context.font = "11px system-ui, sans-serif";
  context.textBaseline = "middle";
  for (const frame of layoutTicks(scale, tickApartPx)) {
    const x = frameToX(scale, frame);
    context.fillRect(x, rulerHeight - 5, 1, 5);
    context.fillText(String(frame), x + 3, rulerHeight / 2 - 4);
  }
}

function paintDot(context: CanvasRenderingContext2D, x: number, y: number, color: string): void {
  context.beginPath();
  context.arc(x, y, 4, 0, Math.PI * 2);
  context.fillStyle = color;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = "#fff";
  context.stroke();
}
