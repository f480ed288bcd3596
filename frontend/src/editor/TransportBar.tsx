import { useMemo, useState } from "react";

import { NextIcon, PlayPauseIcon, PreviousIcon } from "./icons";

import { goToFrame, stepFrames, togglePlaying } from "@/state/editorMoves";
import { useEditorStore } from "@/state/editorStore";
import { formatTime, frameTimes_s } from "@/video/frameTimes";

export function TransportBar() {
  const playing = useEditorStore((state) => state.playing);
  const opacity = useEditorStore((state) => state.opacity);
  return (
    <div className="transport" role="group" aria-label="Playback">
      <button type="button" aria-label="Previous frame (D)" title="Previous frame (D)" data-testid="prev-frame" onClick={() => stepFrames(-1)}>
        <PreviousIcon />
      </button>
      <button
        type="button"
        className="play"
        aria-label={playing ? "Pause (Space)" : "Play (Space)"}
        title={playing ? "Pause (Space)" : "Play (Space)"}
        data-testid="play"
        data-playing={playing}
        onClick={togglePlaying}
      >
        <PlayPauseIcon playing={playing} />
      </button>
      <button type="button" aria-label="Next frame (F)" title="Next frame (F)" data-testid="next-frame" onClick={() => stepFrames(1)}>
        <NextIcon />
      </button>
      <FramePosition />
      <FrameInput />
      <label className="opacity">
        Masks
        <input
          type="range"
          min={0}
          max={100}
          value={Math.round(opacity * 100)}
          onChange={(event) => useEditorStore.setState({ opacity: Number(event.target.value) / 100 })}
        />
        <output>{Math.round(opacity * 100)}%</output>
      </label>
    </div>
  );
}

/** Zero-based, as in every file that Maskloop writes. */
function FramePosition() {
  const shown = useEditorStore((state) => state.shownFrame ?? state.frame);
  const frames = useEditorStore((state) => state.frames);
  const times_s = useMemo(() => (frames ? frameTimes_s(frames) : null), [frames]);
  return (
    <span className="frame-position">
      Frame <b data-testid="frame-index">{shown}</b> of{" "}
      <span data-testid="frame-total">{frames?.num_frames ?? 0}</span>
      <span className="frame-time">{formatTime(times_s?.[shown] ?? 0)}</span>
    </span>
  );
}

function FrameInput() {
  const frame = useEditorStore((state) => state.frame);
  const last = useEditorStore((state) => (state.frames?.num_frames ?? 1) - 1);
  const [typed, setTyped] = useState<string | null>(null);
  const go = () => {
    if (typed !== null && typed.trim() !== "") {
      useEditorStore.setState({ playing: false });
      goToFrame(Number(typed));
    }
    setTyped(null);
  };
  return (
    <label className="frame-input">
      Go to
      <input
        type="number"
        min={0}
        max={last}
        data-testid="frame-input"
        aria-label="Go to frame"
        value={typed ?? frame}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={go}
        onKeyDown={(event) => {
          if (event.key === "Enter") go();
          if (event.key === "Escape") setTyped(null);
        }}
      />
    </label>
  );
}
