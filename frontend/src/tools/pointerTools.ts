import { boxBetween, clampPoint, isBoxLargeEnough, isInside, type Box } from "@/geometry/box";
import type { Point, Size } from "@/geometry/viewport";
import type { Tool } from "@/state/editorStore";

/** What a gesture means; the editor carries it out. */
export interface PointerIntents {
  addPoint: (point: [number, number], positive: boolean) => void;
  addBox: (box: Box) => void;
  drawBox: (box: Box | null) => void;
  selectAt: (point: Point) => void;
  beginStroke: (at: Point, erase: boolean) => void;
  paintTo: (at: Point) => void;
  endStroke: () => void;
}

export interface PointerSample {
  /** In image pixels. */
  image: Point;
  /** In CSS pixels, for telling a click from a drag. */
  screen: Point;
  button: number;
  alt: boolean;
}

interface PointerTool {
  down?: (from: PointerSample, intents: PointerIntents) => void;
  /** Hears every place of the pointer, also those between two repaints. */
  traces?: true;
  move: (from: PointerSample, to: PointerSample, size: Size, intents: PointerIntents) => void;
  up: (from: PointerSample, to: PointerSample, size: Size, intents: PointerIntents) => void;
}

/** A hand trembles less than this between press and release. */
const dragAfterPx = 4;

const secondaryButton = 2;

const pointTool: PointerTool = {
  move: () => undefined,
  up(from, to, size, intents) {
    if (isDrag(from, to) || !isInside(from.image, size)) return;
    const { x, y } = clampPoint(from.image, size);
    intents.addPoint([x, y], from.button !== secondaryButton && !from.alt);
  },
};

const boxTool: PointerTool = {
  move(from, to, size, intents) {
    if (isDrag(from, to)) intents.drawBox(boxBetween(from.image, to.image, size));
  },
  up(from, to, size, intents) {
    intents.drawBox(null);
    const box = boxBetween(from.image, to.image, size);
    if (isDrag(from, to) && isBoxLargeEnough(box)) intents.addBox(box);
  },
};

const selectTool: PointerTool = {
  move: () => undefined,
  up(from, to, _size, intents) {
    if (!isDrag(from, to)) intents.selectAt(from.image);
  },
};

function makeBrush(erases: boolean): PointerTool {
  return {
    traces: true,
    down(from, intents) {
      const turned = from.button === secondaryButton || from.alt;
      intents.beginStroke(from.image, erases !== turned);
    },
    move: (_from, to, _size, intents) => intents.paintTo(to.image),
    up(_from, to, _size, intents) {
      intents.paintTo(to.image);
      intents.endStroke();
    },
  };
}

/** One entry for each tool: a new tool is a new entry. */
export const pointerTools: Record<Tool, PointerTool> = {
  point: pointTool,
  box: boxTool,
  brush: makeBrush(false),
  eraser: makeBrush(true),
  select: selectTool,
};

export function isDrag(from: PointerSample, to: PointerSample): boolean {
  const dx = to.screen.x - from.screen.x;
  const dy = to.screen.y - from.screen.y;
  return dx * dx + dy * dy > dragAfterPx * dragAfterPx;
}
