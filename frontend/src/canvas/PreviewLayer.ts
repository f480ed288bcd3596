import { objectColor } from "@/masks/colors";
import { previewPixels } from "@/masks/previewPixels";
import { useEditorStore, type EditorState } from "@/state/editorStore";

/** Widths on screen. */
const outlinePx = 2;
const dashPx = 6;

/** What a click would give, on a canvas of the picture's size that lies and is scaled as the picture does. */
export class PreviewLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #unsubscribe: () => void;
  #request: number | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#unsubscribe = useEditorStore.subscribe((now, before) => {
      const isSame = now.preview === before.preview && now.masksHeldHidden === before.masksHeldHidden;
      if (!isSame) this.#invalidate();
    });
  }

  stop(): void {
    this.#unsubscribe();
    if (this.#request !== null) cancelAnimationFrame(this.#request);
  }

  #invalidate(): void {
    this.#request ??= requestAnimationFrame(() => {
      this.#request = null;
      this.#paint(useEditorStore.getState());
    });
  }

  #paint({ preview, masksHeldHidden, viewport, server }: EditorState): void {
    const canvas = this.#canvas;
    const context = canvas.getContext("2d");
    context?.clearRect(0, 0, canvas.width, canvas.height);
    const number = preview && server?.masklets.get(preview.masklet)?.number;
    if (!number || !viewport || masksHeldHidden) return;
    const toImagePx = (screenPx: number) => Math.max(1, Math.round(screenPx / viewport.scale));
    const { spans } = preview;
    const pixels = previewPixels(spans, objectColor(number), toImagePx(outlinePx), toImagePx(dashPx));
    const image = new ImageData(spans.width, spans.height);
    new Uint32Array(image.data.buffer).set(pixels);
    context?.putImageData(image, 0, 0);
    // A change of the view ends the preview, so that this holds for as long as it is seen.
    canvas.style.transform = `translate(${viewport.x}px, ${viewport.y}px) scale(${viewport.scale})`;
  }
}
