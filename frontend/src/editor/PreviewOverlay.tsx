import { useEffect, useRef } from "react";

import { PreviewLayer } from "@/canvas/PreviewLayer";
import type { Size } from "@/geometry/viewport";

/** What a click where the pointer rests would give, over the masks. */
export function PreviewOverlay({ width, height }: Size) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const layer = new PreviewLayer(canvas.current);
    return () => layer.stop();
  }, []);
  return (
    <canvas
      ref={canvas}
      className="stage-canvas stage-overlay"
      width={width}
      height={height}
      data-testid="preview-layer"
      aria-hidden="true"
    />
  );
}
