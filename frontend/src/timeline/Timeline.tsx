import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from "react";

import { frameToX, xToFrame, type Scale } from "./layout";
import { laneHeight, listLanes, paintLanes, rulerHeight, type LaneLook } from "./paintLanes";

import { cssColor, objectColor } from "@/masks/colors";
import { goToFrame, selectMasklet, setRange } from "@/state/editorMoves";
import { useEditorStore } from "@/state/editorStore";

import "./timeline.css";

type Drag = "playhead" | "start" | "stop";

/** Lanes of all objects, the playhead and the range to propagate over. */
export function Timeline() {
  const numFrames = useEditorStore((state) => state.frames?.num_frames ?? 0);
  const server = useEditorStore((state) => state.server);
  const selected = useEditorStore((state) => state.selected);
  const solo = useEditorStore((state) => state.solo);
  const labels = useEditorStore((state) => state.labels);
  const track = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const scale = { numFrames, width };
  const lanes = server ? listLanes(server, solo) : [];

  useEffect(() => {
    const element = track.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const drag = useTrackDrag(track, scale);
  return (
    <section className="timeline" aria-label="Timeline" data-testid="timeline">
      <div className="timeline-names" style={{ paddingTop: rulerHeight }}>
        {lanes.map((masklet) => (
          <button
            key={masklet.id}
            type="button"
            className={masklet.id === selected ? "lane-name selected" : "lane-name"}
            style={{ height: laneHeight }}
            onClick={() => selectMasklet(masklet.id)}
          >
            <span
              className="object-chip"
              style={{ background: cssColor(objectColor(masklet.number)) }}
            >
              {masklet.number}
            </span>
            <span className="lane-label">
              {labels.find(({ id }) => id === masklet.label)?.name ?? ""}
            </span>
          </button>
        ))}
      </div>
      <div className="timeline-track" ref={track} onPointerDown={(event) => drag(event, "playhead")}>
        <LaneCanvas scale={scale} numLanes={lanes.length} />
        <RangeHandles scale={scale} onGrab={drag} />
        <Playhead scale={scale} />
      </div>
    </section>
  );
}

function LaneCanvas({ scale, numLanes }: { scale: Scale; numLanes: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const server = useEditorStore((state) => state.server);
  const selected = useEditorStore((state) => state.selected);
  const solo = useEditorStore((state) => state.solo);
  const height = rulerHeight + Math.max(1, numLanes) * laneHeight;
  const { numFrames, width } = scale;

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || !server || width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintLanes(context, server, { numFrames, width }, selected, solo, readLook(element));
  }, [server, numFrames, width, height, selected, solo]);

  return <canvas ref={canvas} style={{ width: "100%", height }} aria-hidden="true" />;
}

/** The playhead follows the store directly: nothing is rendered again for a new frame. */
function Playhead({ scale }: { scale: Scale }) {
  const line = useRef<HTMLDivElement>(null);
  const { numFrames, width } = scale;

  useEffect(() => {
    const place = (frame: number) => {
      const element = line.current;
      if (!element) return;
      element.style.transform = `translateX(${frameToX({ numFrames, width }, frame + 0.5)}px)`;
      element.setAttribute("aria-valuenow", String(frame));
    };
    place(useEditorStore.getState().frame);
    return useEditorStore.subscribe((now, before) => {
      if (now.frame !== before.frame) place(now.frame);
    });
  }, [numFrames, width]);

  return (
    <div
      ref={line}
      className="playhead"
      role="slider"
      tabIndex={0}
      aria-label="Frame"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, numFrames - 1)}
    />
  );
}

interface RangeHandlesProps {
  scale: Scale;
  onGrab: (event: ReactPointerEvent, drag: Drag) => void;
}

function RangeHandles({ scale, onGrab }: RangeHandlesProps) {
  const range = useEditorStore((state) => state.range);
  const [start, stop] = range ?? [0, scale.numFrames];
  const left = frameToX(scale, start);
  const right = frameToX(scale, stop);
  return (
    <>
      {range && (
        <div className="range-band" style={{ left, width: right - left, height: rulerHeight }} />
      )}
      <div
        className="range-handle"
        style={{ left }}
        title={`First frame of the range: ${start}`}
        onPointerDown={(event) => onGrab(event, "start")}
      />
      <div
        className="range-handle stop"
        style={{ left: right }}
        title={`Last frame of the range: ${stop - 1}`}
        onPointerDown={(event) => onGrab(event, "stop")}
      />
    </>
  );
}

/** Starts a drag of the playhead or of one end of the range. */
function useTrackDrag(track: React.RefObject<HTMLDivElement | null>, scale: Scale) {
  return (event: ReactPointerEvent, drag: Drag): void => {
    const element = track.current;
    if (!element || event.button !== 0 || scale.numFrames === 0) return;
    event.stopPropagation();
    const left = element.getBoundingClientRect().left;
    const apply = (clientX: number) => {
      const frame = xToFrame(scale, clientX - left);
      if (drag === "playhead") return goTo(frame);
      const [start, stop] = useEditorStore.getState().range ?? [0, scale.numFrames];
      setRange(drag === "start" ? [Math.min(frame, stop - 1), stop] : [start, frame + 1]);
    };
    apply(event.clientX);
    const move = (moved: PointerEvent) => apply(moved.clientX);
    const end = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", end);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
  };
}

function goTo(frame: number): void {
  useEditorStore.setState({ playing: false });
  goToFrame(frame);
}

function readLook(element: Element): LaneLook {
  const style = getComputedStyle(element);
  const read = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  return {
    text: read("--text", "#e8eaee"),
    muted: read("--muted", "#a2a9b5"),
    approved: read("--ok", "#74d19e"),
    selectedLane: read("--accent-soft", "#26324f"),
  };
}
