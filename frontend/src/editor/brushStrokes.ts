import type { Point } from "@/geometry/viewport";
import { MaskBitmap } from "@/masks/maskBitmap";
import { shownFrame } from "@/state/editorMoves";
import { useEditorStore } from "@/state/editorStore";
import { findRange } from "@/state/headRanges";
import { whyReadOnly } from "@/state/videoState";
import type { MaskletEdits } from "@/sync/maskletEdits";
import type { VideoSession } from "@/sync/videoSession";

interface Stroke {
  masklet: number;
  frame: number;
  bitmap: MaskBitmap;
  erase: boolean;
  last: Point;
  base: number;
}

const get = useEditorStore.getState;
const set = useEditorStore.setState;

/** Brush and eraser: a stroke is painted at once on the selected object's mask and sent when it ends. */
export class BrushStrokes {
  readonly #edits: MaskletEdits;
  readonly #session: VideoSession;
  #stroke: Stroke | null = null;
  #repaint: number | null = null;

  constructor(edits: MaskletEdits, session: VideoSession) {
    this.#edits = edits;
    this.#session = session;
  }

  begin(at: Point, erase: boolean): void {
    const refusal = this.#whyNot();
    if (refusal) return this.#session.notice(refusal, "danger");
    const { selected: masklet, frames, server } = get();
    if (masklet === null || !frames) return;
    const frame = shownFrame();
    const range = findRange(server?.heads.get(masklet), frame);
    const current = range ? { version: range[2], state: range[4] } : undefined;
    const start = this.#session.masks.find(masklet, frame, current);
    const bitmap = new MaskBitmap(frames.height, frames.width, start);
    const base = this.#edits.baseVersion(masklet, frame);
    this.#stroke = { masklet, frame, bitmap, erase, last: at, base };
    const { shared } = this.#session;
    shared.hold(masklet, frame);
    const tool = erase ? "eraser" : "brush";
    shared.beginStroke({ masklet, frame, tool, size_px: get().brushSize }, at);
    this.paintTo(at);
  }

  paintTo(at: Point): void {
    const stroke = this.#stroke;
    if (!stroke) return;
    stroke.bitmap.paintLine(stroke.last, at, get().brushSize / 2, stroke.erase ? 0 : 1);
    stroke.last = at;
    this.#session.shared.strokeTo(at);
    this.#repaint ??= requestAnimationFrame(() => this.#show());
  }

  end(): void {
    const stroke = this.#stroke;
    this.cancel();
    if (!stroke?.bitmap.isChanged) return;
    this.#session.activity.countStroke();
    const { masklet, frame, bitmap, base } = stroke;
    const rle = { size: [bitmap.height, bitmap.width] as [number, number], counts: bitmap.toCounts() };
    void this.#edits.drawFrame(masklet, frame, rle, base);
  }

  cancel(): void {
    this.#session.shared.endStroke();
    this.#stroke = null;
    if (this.#repaint !== null) cancelAnimationFrame(this.#repaint);
    this.#repaint = null;
    if (get().draftMask) set({ draftMask: null });
  }

  #show(): void {
    this.#repaint = null;
    if (!this.#stroke) return;
    const { masklet, frame, bitmap } = this.#stroke;
    set({ draftMask: { masklet, frame, spans: bitmap.toSpans() } });
  }

  #whyNot(): string | null {
    const { selected, server, locked } = get();
    if (selected === null) return "Select an object to draw it, or add one (N).";
    if (locked.has(selected)) return "The object is locked: unlock it first (L).";
    return whyReadOnly(server?.masklets.get(selected));
  }
}
