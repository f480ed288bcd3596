import { useEffect } from "react";

import { useEditorRuntime } from "./EditorContext";

import { useEditorStore } from "@/state/editorStore";
import { frameTimes_s } from "@/video/frameTimes";
import { Playback } from "@/video/playback";

/** Runs while the store says that it plays. */
export function usePlayback(): void {
  const { stage } = useEditorRuntime();
  const frames = useEditorStore((state) => state.frames);
  const playing = useEditorStore((state) => state.playing);

  useEffect(() => {
    if (!frames || !playing) return;
    const playback = new Playback({
      times_s: frameTimes_s(frames),
      readFrame: () => useEditorStore.getState().frame,
      isReady: (frame) => stage.current?.hasFrame(frame) ?? false,
      showFrame: (frame) => useEditorStore.setState({ frame }),
      onEnd: () => useEditorStore.setState({ playing: false }),
    });
    playback.start();
    return () => playback.stop();
  }, [frames, playing, stage]);
}
