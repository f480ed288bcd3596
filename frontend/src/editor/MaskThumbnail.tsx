import { useEffect, useRef } from "react";

import { objectColor } from "@/masks/colors";
import { OverlayPainter } from "@/masks/overlayPainter";
import type { Spans } from "@/masks/spans";

/** A mask alone, as large as its frame and scaled down. */
export function MaskThumbnail({ spans }: { spans: Spans }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const painter = new OverlayPainter(spans.height, spans.width);
    painter.paint(context, [{ spans, color: objectColor(1), opacity: 0.7 }], 2);
  }, [spans]);
  return <canvas ref={canvas} className="mask-thumbnail" width={spans.width} height={spans.height} aria-hidden="true" />;
}
