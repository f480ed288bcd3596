/** Okabe and Ito's colours, by object number; black would vanish on most footage, so grey. */
const palette = [
  [86, 180, 233],
  [230, 159, 0],
  [0, 158, 115],
  [240, 228, 66],
  [204, 121, 167],
  [213, 94, 0],
  [0, 114, 178],
  [190, 190, 190],
] as const;

/** Of two versions held against each other: what only the one has, only the other, both. */
export const comparisonColors = {
  a: [230, 159, 0],
  b: [86, 180, 233],
  both: [235, 235, 235],
} as const satisfies Record<string, Rgb>;

export type Rgb = readonly [number, number, number];

/** From the ninth object on the colours come again, each round lighter or darker. */
export function objectColor(number: number): Rgb {
  const index = Math.max(0, number - 1);
  const base = palette[index % palette.length] ?? palette[0];
  const round = Math.floor(index / palette.length) % 3;
  if (round === 0) return base;
  const target = round === 1 ? 255 : 0;
  return [mix(base[0], target), mix(base[1], target), mix(base[2], target)];
}

function mix(channel: number, target: number): number {
  return Math.round(channel + (target - channel) * 0.4);
}

export function cssColor([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

/** A pixel of a Uint32Array over ImageData: the machine is little-endian wherever browsers run. */
export function packPixel([red, green, blue]: Rgb, alpha: number): number {
  return ((Math.round(alpha * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
