import { useEffect, useRef } from "react";

import { useEditorRuntime } from "../EditorContext";

import { cropAround, paintThumbnail, thumbnailSize } from "./paintThumbnail";

import { objectColor } from "@/masks/colors";
import type { Thumbnail } from "@/protocol/types";
import { useEditorStore } from "@/state/editorStore";
import { stillUrl } from "@/sync/mediaUrls";

/** The object as that version shows it: the still of its frame, cut out round the mask. */
export function MaskThumbnail({ thumbnail }: { thumbnail: Thumbnail | null }) {
  const { session, history } = useEditorRuntime();
  const canvas = useRef<HTMLCanvasElement>(null);
  const number = useEditorStore((state) => state.server?.masklets.get(thumbnail?.masklet ?? 0)?.number ?? 1);
  const video = useEditorStore((state) => state.server?.video);
  const { masklet = 0, version = 0, frame = 0 } = thumbnail ?? {};
  const box = thumbnail?.bbox.join(" ") ?? "";
  const width = video?.width ?? 0;
  const height = video?.height ?? 0;

  useEffect(() => {
    const target = canvas.current;
    if (!target || !box || !width) return;
    let isGone = false;
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = box.split(" ").map(Number);
    const crop = cropAround([x0, y0, x1, y1], { width, height });
    const paint = async () => {
      const image = new Image();
      image.src = stillUrl(session.videoId, frame);
      const [mask] = await Promise.all([history.findMask(masklet, version, frame), image.decode()]);
      if (!isGone) paintThumbnail(target, { image, mask, crop, color: objectColor(number) });
    };
    // Only what comes into sight is fetched; a picture that does not come leaves an empty tile.
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      paint().catch(() => undefined);
    });
    observer.observe(target);
    return () => {
      isGone = true;
      observer.disconnect();
    };
  }, [session, history, masklet, version, frame, box, number, width, height]);

  return (
    <canvas
      ref={canvas}
      className="history-thumbnail"
      width={thumbnailSize.width}
      height={thumbnailSize.height}
      aria-hidden="true"
    />
  );
}
