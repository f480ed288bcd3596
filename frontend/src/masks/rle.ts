/**
 * COCO run lengths: the mask read column by column, alternating runs of 0 and 1, starting with 0.
 * The compressed string holds each count in groups of 5 bits (bit 5: more follow, char = bits + 48);
 * from the fourth count on the difference to the count two before is stored.
 */

/** Throws RangeError where the string is cut off or its counts do not fill `numPixels`. */
export function parseCounts(text: string, numPixels?: number): Uint32Array {
  const counts = new Uint32Array(text.length);
  let length = 0;
  let total = 0;
  for (let at = 0; at < text.length; ) {
    let value = 0;
    let shift = 0;
    let chunk: number;
    do {
      if (at >= text.length) throw new RangeError("The mask's run lengths are cut off.");
      chunk = text.charCodeAt(at++) - 48;
      if (chunk < 0 || chunk > 63 || shift > 30) {
        throw new RangeError("The mask's run lengths are not in COCO's form.");
      }
      value |= (chunk & 0x1f) << shift;
      shift += 5;
    } while (chunk & 0x20);
    if (chunk & 0x10 && shift < 32) value |= -1 << shift;
    if (length > 2) value += counts[length - 2] ?? 0;
    if (value < 0) throw new RangeError("The mask's run lengths are not in COCO's form.");
    counts[length++] = value;
    total += value;
  }
  if (numPixels !== undefined && total !== numPixels) {
    throw new RangeError(`The mask covers ${total} pixels instead of ${numPixels}.`);
  }
  return counts.subarray(0, length);
}

export function formatCounts(counts: ArrayLike<number>): string {
  let text = "";
  for (let index = 0; index < counts.length; index++) {
    let value = counts[index] ?? 0;
    if (index > 2) value -= counts[index - 2] ?? 0;
    for (let more = true; more; ) {
      let chunk = value & 0x1f;
      value >>= 5;
      more = chunk & 0x10 ? value !== -1 : value !== 0;
      if (more) chunk |= 0x20;
      text += String.fromCharCode(chunk + 48);
    }
  }
  return text;
}

export function countArea(counts: ArrayLike<number>): number {
  let area = 0;
  for (let index = 1; index < counts.length; index += 2) area += counts[index] ?? 0;
  return area;
}

/** Run lengths of a column-major bitmap (0 or not 0 for each pixel). */
export function encodeBitmap(columnMajor: ArrayLike<number>): Uint32Array {
  const counts: number[] = [];
  let value = 0;
  let run = 0;
  for (let index = 0; index < columnMajor.length; index++) {
    const pixel = columnMajor[index] ? 1 : 0;
    if (pixel !== value) {
      counts.push(run);
      run = 0;
      value = pixel;
    }
    run++;
  }
  counts.push(run);
  return Uint32Array.from(counts);
}

export function decodeBitmap(counts: ArrayLike<number>, numPixels: number): Uint8Array {
  const bitmap = new Uint8Array(numPixels);
  let at = 0;
  for (let index = 0; index < counts.length; index++) {
    const run = counts[index] ?? 0;
    if (index % 2) bitmap.fill(1, at, at + run);
    at += run;
  }
  return bitmap;
}
