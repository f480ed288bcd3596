import { useEffect, useRef } from "react";

import { useEditorRuntime } from "./EditorContext";
import { PeopleNotices } from "./PeopleNotices";
import { PeopleOverlay } from "./PeopleOverlay";
import { PreviewOverlay } from "./PreviewOverlay";
import { StageHint } from "./StageHint";
import { useHoverPreview } from "./useHoverPreview";
import { useSharedPointer } from "./useSharedPointer";
import { useStageGestures } from "./useStageGestures";

import { PromptLayer } from "@/canvas/PromptLayer";
import { Stage } from "@/canvas/Stage";
import { fitViewport, type Size } from "@/geometry/viewport";
import { useEditorStore } from "@/state/editorStore";
import { proxyUrl, stillUrl } from "@/sync/mediaUrls";
import { FrameSource } from "@/video/frameSource";

/** The picture with its masks and prompts; pointers end here. */
export function CanvasStage() {
  const frames = useEditorStore((state) => state.frames);
  const room = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const tool = useEditorStore((state) => state.tool);
  const { session, stage, mode } = useEditorRuntime();
  const width = frames?.width ?? 1;
  const height = frames?.height ?? 1;
  const numFrames = frames?.num_frames ?? 0;

  useFittedViewport(room, { width, height });
  useStageGestures(room, { width, height });
  useSharedPointer(room);
  useHoverPreview(room, { width, height });

  useEffect(() => {
    if (!video.current || !overlay.current) return;
    const source = new FrameSource({
      proxyUrl: proxyUrl(session.videoId),
      stillUrl: (frame) => stillUrl(session.videoId, frame),
      numFrames,
      width,
      height,
      onFrame: () => stage.current?.invalidate(),
      onFallback: (reason) => {
        // Said in the console only: the pictures still come, one by one.
        console.warn(`Frames are loaded one by one: ${reason}`);
        if (video.current) video.current.dataset["source"] = "stills";
      },
    });
    const painted = new Stage({
      video: video.current,
      overlay: overlay.current,
      source,
      masks: session.masks,
      onShown: (shownFrame) => useEditorStore.setState({ shownFrame }),
    });
    stage.attach(painted);
    return () => {
      stage.detach(painted);
      source.stop();
    };
  }, [session, stage, numFrames, width, height]);

  return (
    <div className="stage" ref={room} data-tool={mode === "review" ? "select" : tool}>
      <canvas
        ref={video}
        className="stage-canvas"
        width={width}
        height={height}
        data-testid="canvas"
        role="img"
        aria-label="The shown frame; its objects are listed beside it"
      />
      <canvas
        ref={overlay}
        className="stage-canvas stage-overlay"
        width={width}
        height={height}
        data-testid="overlay"
        aria-hidden="true"
      />
      <PreviewOverlay width={width} height={height} />
      <PromptLayer />
      <PeopleOverlay />
      <div className="stage-notices">
        {mode === "annotate" && <StageHint />}
        <PeopleNotices />
      </div>
    </div>
  );
}

/** Fits the picture whenever the room for it changes. */
function useFittedViewport(room: React.RefObject<HTMLDivElement | null>, { width, height }: Size) {
  useEffect(() => {
    const element = room.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (!element.clientWidth) return;
      const stage = { width: element.clientWidth, height: element.clientHeight };
      useEditorStore.setState({ viewport: fitViewport({ width, height }, stage), stageSize: stage });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [room, width, height]);
}
