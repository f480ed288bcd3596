import type { MaskOrigin, MaskState } from "./types";

/** One mask as it travels on the websocket. */
export interface MaskFrame {
  kind: "provisional" | "committed" | "preview";
  state: MaskState;
  origin: MaskOrigin;
  frame: number;
  masklet: number;
  /** 0 for a provisional mask. */
  version: number;
  leaseToken: number;
  /** 0 where no propagation made it. */
  propagation: number;
  height: number;
  width: number;
  score: number;
  counts: string;
}

const protocolVersion = 1;
const headerBytes = 40;
const kinds = [undefined, "provisional", "committed", "preview"] as const;
const states = ["absent", "present", "cleared"] as const;
const origins = ["prompted", "propagated", "drawn", "imported", "automatic", "restored"] as const;

/**
 * Reads a binary message: 40 bytes of little-endian header, then the COCO counts in ASCII.
 * Returns null for a message of a newer protocol or one that is cut off.
 */
export function parseMaskFrame(buffer: ArrayBuffer): MaskFrame | null {
  if (buffer.byteLength < headerBytes) return null;
  const view = new DataView(buffer);
  if (view.getUint8(0) !== protocolVersion) return null;
  const kind = kinds[view.getUint8(1)];
  const state = states[view.getUint8(2)];
  const origin = origins[view.getUint8(3)];
  const countsLength = view.getUint32(36, true);
  if (!kind || !state || !origin || buffer.byteLength !== headerBytes + countsLength) return null;
  return {
    kind,
    state,
    origin,
    frame: view.getUint32(4, true),
    masklet: Number(view.getBigUint64(8, true)),
    version: view.getUint32(16, true),
    leaseToken: view.getUint32(20, true),
    propagation: view.getUint32(24, true),
    height: view.getUint16(28, true),
    width: view.getUint16(30, true),
    score: view.getFloat32(32, true),
    counts: new TextDecoder("ascii").decode(new Uint8Array(buffer, headerBytes, countsLength)),
  };
}
