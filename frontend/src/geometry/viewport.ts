import type { Box } from "./box";

/** How the image lies on the stage: screen = image * scale + offset, in CSS pixels. */
export interface Viewport {
  scale: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** A pixel of the source larger than this on screen helps nobody. */
const maxScale = 40;
const marginPx = 12;

/** The whole image in the middle of the stage. */
export function fitViewport(image: Size, stage: Size): Viewport {
  const roomWidth = Math.max(1, stage.width - 2 * marginPx);
  const roomHeight = Math.max(1, stage.height - 2 * marginPx);
  const scale = Math.min(roomWidth / image.width, roomHeight / image.height);
  return {
    scale,
    x: (stage.width - image.width * scale) / 2,
    y: (stage.height - image.height * scale) / 2,
  };
}

export function toImagePoint(viewport: Viewport, screen: Point): Point {
  return {
    x: (screen.x - viewport.x) / viewport.scale,
    y: (screen.y - viewport.y) / viewport.scale,
  };
}

export function toScreenPoint(viewport: Viewport, image: Point): Point {
  return {
    x: image.x * viewport.scale + viewport.x,
    y: image.y * viewport.scale + viewport.y,
  };
}

/** The part of the picture that the stage shows, [x0, y0, x1, y1] in its pixels. */
export function viewOf(viewport: Viewport, stage: Size): Box {
  const from = toImagePoint(viewport, { x: 0, y: 0 });
  const to = toImagePoint(viewport, { x: stage.width, y: stage.height });
  return [from.x, from.y, to.x, to.y];
}

/** Shows all of a part of the picture, in the middle of the stage and as large as it can be. */
export function viewportOf([x0, y0, x1, y1]: Box, stage: Size): Viewport {
  const width = Math.max(1, x1 - x0);
  const height = Math.max(1, y1 - y0);
  const scale = Math.min(maxScale, stage.width / width, stage.height / height);
  return {
    scale,
    x: stage.width / 2 - ((x0 + x1) / 2) * scale,
    y: stage.height / 2 - ((y0 + y1) / 2) * scale,
  };
}

/** Zooms by `factor` and keeps the image point under `anchor` where it is. */
export function zoomViewport(
  viewport: Viewport,
  factor: number,
  anchor: Point,
  image: Size,
  stage: Size,
): Viewport {
  const smallest = fitViewport(image, stage).scale / 2;
  const scale = Math.min(maxScale, Math.max(smallest, viewport.scale * factor));
  const ratio = scale / viewport.scale;
  const moved = {
    scale,
    x: anchor.x - (anchor.x - viewport.x) * ratio,
    y: anchor.y - (anchor.y - viewport.y) * ratio,
  };
  return keepInSight(moved, image, stage);
}

export function panViewport(
  viewport: Viewport,
  dx: number,
  dy: number,
  image: Size,
  stage: Size,
): Viewport {
  return keepInSight({ ...viewport, x: viewport.x + dx, y: viewport.y + dy }, image, stage);
}

/** Leaves at least a quarter of the stage (or the whole image) visible. */
function keepInSight(viewport: Viewport, image: Size, stage: Size): Viewport {
  return {
    scale: viewport.scale,
    x: clampOffset(viewport.x, image.width * viewport.scale, stage.width),
    y: clampOffset(viewport.y, image.height * viewport.scale, stage.height),
  };
}

function clampOffset(offset: number, imageLength: number, stageLength: number): number {
  const visible = Math.min(imageLength, stageLength / 4);
  return Math.min(stageLength - visible, Math.max(visible - imageLength, offset));
}
