import { toImagePoint, type Point, type Viewport } from "@/geometry/viewport";
import { comparisonColors, objectColor } from "@/masks/colors";
import type { MaskStore } from "@/masks/maskStore";
import { OverlayPainter, type OverlayMask } from "@/masks/overlayPainter";
import { partitionSpans } from "@/masks/partition";
import { spansContain, type Spans } from "@/masks/spans";
import type { Masklet } from "@/protocol/types";
import { useEditorStore, type EditorState } from "@/state/editorStore";
import { findRange } from "@/state/headRanges";
import { listMasklets } from "@/state/videoState";
import type { FrameSource } from "@/video/frameSource";

export interface StageOptions {
  video: HTMLCanvasElement;
  overlay: HTMLCanvasElement;
  source: FrameSource;
  masks: MaskStore;
  /** The pixels of this frame are on the canvas now. */
  onShown: (frame: number) => void;
}

/** Pixels of the picture that an outline needs to be two pixels wide on screen. */
const outlineScreenPx = 2;
const selectedBoost = 0.15;

/**
 * Paints frames and masks. Both canvases have the picture's own size and are scaled by CSS, so a
 * zoom repaints nothing; a frame and its masks change in the same animation frame.
 */
export class Stage {
  readonly #options: StageOptions;
  readonly #video: CanvasRenderingContext2D;
  readonly #overlay: CanvasRenderingContext2D;
  readonly #painter: OverlayPainter;
  readonly #unsubscribe: (() => void)[];
  #shown: number | null = null;
  #masksChanged = true;
  #request: number | null = null;

  constructor(options: StageOptions) {
    this.#options = options;
    const { video, overlay, masks } = options;
    this.#video = get2d(video);
    this.#overlay = get2d(overlay);
    this.#painter = new OverlayPainter(video.height, video.width);
    this.#unsubscribe = [
      masks.subscribe(() => this.repaintMasks()),
      useEditorStore.subscribe((now, before) => this.#follow(now, before)),
    ];
    options.source.want(useEditorStore.getState().frame);
    this.#placeCanvases(useEditorStore.getState().viewport);
    this.invalidate();
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    if (this.#request !== null) cancelAnimationFrame(this.#request);
  }

  /** Call when a frame has been decoded. */
  invalidate(): void {
    this.#request ??= requestAnimationFrame(() => {
      this.#request = null;
      this.#render();
    });
  }

  repaintMasks(): void {
    this.#masksChanged = true;
    this.invalidate();
  }

  hasFrame(frame: number): boolean {
    return this.#options.source.has(frame);
  }

  /** The topmost visible masklet under a point of the picture. */
  findMaskletAt(point: Point): number | null {
    const state = useEditorStore.getState();
    const hit = this.#listVisible(state)
      .reverse()
      .find(({ spans }) => spansContain(spans, point.x, point.y));
    return hit?.masklet.id ?? null;
  }

  toImagePoint(client: Point): Point | null {
    const { viewport } = useEditorStore.getState();
    const room = this.#options.video.parentElement?.getBoundingClientRect();
    if (!viewport || !room) return null;
    return toImagePoint(viewport, { x: client.x - room.left, y: client.y - room.top });
  }

  #follow(now: EditorState, before: EditorState): void {
    if (now.frame !== before.frame) {
      this.#options.source.want(now.frame);
      this.invalidate();
    }
    if (now.playing && !before.playing) this.#options.source.lookAhead();
    if (now.viewport !== before.viewport) this.#placeCanvases(now.viewport);
    const looksDifferent =
      now.server !== before.server ||
      now.hidden !== before.hidden ||
      now.opacity !== before.opacity ||
      now.selected !== before.selected ||
      now.solo !== before.solo ||
      now.draftMask !== before.draftMask ||
      now.comparedMask !== before.comparedMask ||
      now.comparison !== before.comparison ||
      now.versionMasks !== before.versionMasks ||
      now.masksHeldHidden !== before.masksHeldHidden ||
      now.viewport?.scale !== before.viewport?.scale;
    if (looksDifferent) this.repaintMasks();
  }

  #render(): void {
    const state = useEditorStore.getState();
    const picture = this.#options.source.get(state.frame);
    if (picture && state.frame !== this.#shown) {
      this.#video.drawImage(picture, 0, 0);
      this.#shown = state.frame;
      this.#masksChanged = true;
    }
    if (this.#shown === null || !this.#masksChanged) return;
    this.#masksChanged = false;
    this.#paintMasks(state);
    const shown = String(this.#shown);
    if (this.#options.video.dataset["frame"] === shown) return;
    this.#options.video.dataset["frame"] = shown;
    this.#options.onShown(this.#shown);
  }

  #paintMasks(state: EditorState): void {
    const masks = state.comparison ? this.#listCompared(state) : this.#listObjects(state);
    const scale = state.viewport?.scale ?? 1;
    const outlinePx = Math.min(6, Math.max(1, Math.round(outlineScreenPx / scale)));
    this.#painter.paint(this.#overlay, masks, outlinePx);
    this.#options.overlay.dataset["masks"] = String(masks.length);
  }

  #listObjects(state: EditorState): OverlayMask[] {
    const visible = state.masksHeldHidden ? [] : this.#listVisible(state);
    return visible.map(({ masklet, spans }): OverlayMask => {
      const boost = masklet.id === state.selected ? selectedBoost : 0;
      return {
        spans,
        color: objectColor(masklet.number),
        opacity: state.opacity === 0 ? 0 : Math.min(1, state.opacity + boost),
      };
    });
  }

  /** Two versions of one object instead of everything else; what they agree on stays faint. */
  #listCompared({ versionMasks, masksHeldHidden }: EditorState): OverlayMask[] {
    if (masksHeldHidden || versionMasks?.frame !== this.#shown) return [];
    const parts = partitionSpans(versionMasks?.a ?? null, versionMasks?.b ?? null);
    if (!parts) return [];
    return [
      { spans: parts.both, color: comparisonColors.both, opacity: 0.2 },
      { spans: parts.onlyA, color: comparisonColors.a, opacity: 0.65 },
      { spans: parts.onlyB, color: comparisonColors.b, opacity: 0.65 },
    ];
  }

  /** In painting order: the selected masklet last, on top. */
  #listVisible(state: EditorState): { masklet: Masklet; spans: Spans }[] {
    const { server, hidden, selected, solo } = state;
    const frame = this.#shown;
    if (!server || frame === null) return [];
    const { masks } = this.#options;
    const visible = listMasklets(server).filter(
      ({ id }) => !hidden.has(id) && (solo === null || id === solo),
    );
    visible.sort((a, b) => Number(a.id === selected) - Number(b.id === selected));
    return visible.flatMap((masklet) => {
      const instead = [state.draftMask, state.comparedMask].find(
        (mask) => mask?.masklet === masklet.id && mask.frame === frame,
      );
      if (instead) return [{ masklet, spans: instead.spans }];
      const range = findRange(server.heads.get(masklet.id), frame);
      const current = range ? { version: range[2], state: range[4] } : undefined;
      const spans = masks.find(masklet.id, frame, current);
      return spans ? [{ masklet, spans }] : [];
    });
  }

  #placeCanvases(viewport: Viewport | null): void {
    if (!viewport) return;
    for (const canvas of [this.#options.video, this.#options.overlay]) {
      canvas.style.transform = `translate(${viewport.x}px, ${viewport.y}px) scale(${viewport.scale})`;
      canvas.style.imageRendering = viewport.scale >= 3 ? "pixelated" : "auto";
    }
  }
}

function get2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser cannot draw on a canvas: update it.");
  return context;
}
