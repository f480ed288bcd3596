import { packPixel, type Rgb } from "./colors";
import { erodeSpans, toRowPairs, type Spans } from "./spans";

const fillOpacity = 0.22;

/**
 * A mask that is not there yet, row by row for ImageData: hardly filled and, unlike those that are
 * there, with a dashed outline. Dashes are `dashPx` long in both directions.
 */
export function previewPixels(spans: Spans, color: Rgb, outlinePx: number, dashPx: number): Uint32Array {
  const { height, width } = spans;
  const pixels = new Uint32Array(height * width);
  const fill = packPixel(color, fillOpacity);
  const dash = packPixel(color, 1);
  forEachPixel(toRowPairs(spans), (at) => {
    const isDash = Math.floor(((at % width) + Math.floor(at / width)) / dashPx) % 2 === 0;
    pixels[at] = isDash ? dash : fill;
  });
  forEachPixel(toRowPairs(erodeSpans(spans, outlinePx)), (at) => {
    pixels[at] = fill;
  });
  return pixels;
}

function forEachPixel(pairs: Uint32Array, visit: (at: number) => void): void {
  for (let pair = 0; pair < pairs.length; pair += 2) {
    for (let at = pairs[pair] ?? 0; at < (pairs[pair + 1] ?? 0); at++) visit(at);
  }
}
