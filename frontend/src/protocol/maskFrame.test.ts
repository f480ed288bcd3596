import { describe, expect, it } from "vitest";

import golden from "../../../tests/golden/mask_frames.json";

import { parseMaskFrame } from "./maskFrame";

function toBuffer(hex: string): ArrayBuffer {
  const bytes = hex.match(/../g)?.map((byte) => parseInt(byte, 16)) ?? [];
  return Uint8Array.from(bytes).buffer;
}

describe("binary mask messages", () => {
  it.each(golden)("are read as the server wrote them: $name", ({ name: _name, hex, ...fields }) => {
    const parsed = parseMaskFrame(toBuffer(hex));
    expect(parsed).toEqual({
      kind: fields.kind,
      state: fields.state,
      origin: fields.origin,
      frame: fields.frame,
      masklet: fields.masklet,
      version: fields.version,
      leaseToken: fields.lease_token,
      propagation: fields.propagation,
      height: fields.size[0],
      width: fields.size[1],
      score: fields.score,
      counts: fields.counts,
    });
  });

  it("are ignored when cut off, too long or of a newer protocol", () => {
    const hex = golden[0]?.hex ?? "";
    expect(parseMaskFrame(toBuffer(hex.slice(0, -2)))).toBeNull();
    expect(parseMaskFrame(toBuffer(`${hex}00`))).toBeNull();
    expect(parseMaskFrame(toBuffer(hex.slice(0, 60)))).toBeNull();
    expect(parseMaskFrame(toBuffer(`02${hex.slice(2)}`))).toBeNull();
  });
});
