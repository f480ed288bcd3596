import { fitViewport, zoomViewport, type Size } from "@/geometry/viewport";
import { useEditorStore } from "@/state/editorStore";

/** Zooms about the middle of the stage. */
export function zoomStage(factor: number): void {
  const sizes = readSizes();
  const { viewport } = useEditorStore.getState();
  if (!sizes || !viewport) return;
  const { image, stage } = sizes;
  const middle = { x: stage.width / 2, y: stage.height / 2 };
  useEditorStore.setState({ viewport: zoomViewport(viewport, factor, middle, image, stage) });
}

export function fitStage(): void {
  const sizes = readSizes();
  if (sizes) useEditorStore.setState({ viewport: fitViewport(sizes.image, sizes.stage) });
}

function readSizes(): { image: Size; stage: Size } | null {
  const element = document.querySelector<HTMLElement>(".stage");
  const { frames } = useEditorStore.getState();
  if (!element || !frames) return null;
  const stage = { width: element.clientWidth, height: element.clientHeight };
  return { image: { width: frames.width, height: frames.height }, stage };
}
