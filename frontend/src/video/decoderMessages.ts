/** What the page asks of the decoding worker. */
export type DecoderRequest =
  | { type: "open"; url: string; numFrames: number; width: number; height: number }
  /** Decode frames [first, stop) in order; drops whatever was asked before. */
  | { type: "decode"; job: number; first: number; stop: number };

export type DecoderReply =
  | { type: "opened" }
  | { type: "frame"; job: number; frame: number; picture: ImageBitmap }
  | { type: "done"; job: number }
  | { type: "failed"; reason: string };
