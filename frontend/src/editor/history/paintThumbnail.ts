import type { Box } from "@/geometry/box";
import type { Size } from "@/geometry/viewport";
import type { Rgb } from "@/masks/colors";
import { spansContain, type Spans } from "@/masks/spans";

/** Twice what CSS shows, for screens with more pixels. */
export const thumbnailSize = { width: 128, height: 96 };
/** Room about the mask, in shares of its size. */
const margin = 0.2;
const tint = 0.5;

export interface Crop {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The part of the picture round a box, in the tile's shape and, where it can be, inside the picture. */
export function cropAround([x0, y0, x1, y1]: Box, picture: Size): Crop {
  const shape = thumbnailSize.width / thumbnailSize.height;
  const needed = Math.max((x1 - x0) * (1 + 2 * margin), (y1 - y0) * (1 + 2 * margin) * shape, 32);
  const width = Math.min(needed, picture.width, picture.height * shape);
  const height = width / shape;
  return {
    x: clamp((x0 + x1 - width) / 2, picture.width - width),
    y: clamp((y0 + y1 - height) / 2, picture.height - height),
    width,
    height,
  };
}

interface Painted {
  image: CanvasImageSource;
  mask: Spans | null;
  crop: Crop;
  color: Rgb;
}

export function paintThumbnail(canvas: HTMLCanvasElement, { image, mask, crop, color }: Painted): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const { width, height } = canvas;
  context.drawImage(image, crop.x, crop.y, crop.width, crop.height, 0, 0, width, height);
  canvas.dataset["painted"] = "true";
  if (!mask) return;
  const picture = context.getImageData(0, 0, width, height);
  for (let at = 0; at < width * height; at++) {
    const x = crop.x + (((at % width) + 0.5) / width) * crop.width;
    const y = crop.y + ((Math.floor(at / width) + 0.5) / height) * crop.height;
    if (!spansContain(mask, x, y)) continue;
    for (let channel = 0; channel < 3; channel++) {
      const index = at * 4 + channel;
      const before = picture.data[index] ?? 0;
      picture.data[index] = before + ((color[channel] ?? 0) - before) * tint;
    }
  }
  context.putImageData(picture, 0, 0);
}

function clamp(value: number, highest: number): number {
  return Math.min(Math.max(0, highest), Math.max(0, value));
}
