import { useEffect, type RefObject } from "react";

import { useEditorRuntime } from "./EditorContext";
import { BrushStrokes } from "./brushStrokes";

import { panViewport, zoomViewport, type Size } from "@/geometry/viewport";
import { resizeBrush, selectMasklet, shownFrame } from "@/state/editorMoves";
import { useEditorStore, type Tool } from "@/state/editorStore";
import type { VideoSession } from "@/sync/videoSession";
import { pointerTools, type PointerIntents, type PointerSample } from "@/tools/pointerTools";
import { isSpaceHeld, markSpaceUsed } from "@/tools/spaceKey";

const middleButton = 1;
/** One notch of a wheel is about 100 pixels: a fifth larger. */
const zoomPerPixel = 0.0018;

const get = useEditorStore.getState;
const set = useEditorStore.setState;

/** Pointer and wheel on the stage: pan, zoom, and whatever the current tool makes of a gesture. */
export function useStageGestures(room: RefObject<HTMLDivElement | null>, size: Size): void {
  const { edits, session, stage, mode } = useEditorRuntime();
  const { width, height } = size;

  useEffect(() => {
    const element = room.current;
    if (!element) return;
    const image = { width, height };
    const strokes = new BrushStrokes(edits, session);
    const intents: PointerIntents = {
      addPoint: (point, positive) => {
        holdSelected(session);
        void edits.addPoint(shownFrame(), point, positive);
      },
      addBox: (box) => {
        holdSelected(session);
        void edits.addBox(shownFrame(), box);
      },
      drawBox: (draftBox) => set({ draftBox }),
      selectAt: (point) => {
        const hit = stage.current?.findMaskletAt(point) ?? null;
        if (hit === null || !get().locked.has(hit)) selectMasklet(hit);
      },
      beginStroke: (at, erase) => strokes.begin(at, erase),
      paintTo: (at) => strokes.paintTo(at),
      endStroke: () => strokes.end(),
    };
    const sampleOf = (event: PointerEvent): PointerSample | null => {
      const screen = { x: event.clientX, y: event.clientY };
      const point = stage.current?.toImagePoint(screen);
      return point ? { image: point, screen, button: event.button, alt: event.altKey } : null;
    };
    const stageSize = () => ({ width: element.clientWidth, height: element.clientHeight });

    const down = (event: PointerEvent) => {
      const from = sampleOf(event);
      if (!from) return;
      // Two versions on the canvas are looked at, not drawn on.
      const onlyLooks = get().comparison !== null;
      if (event.button === middleButton || isSpaceHeld() || onlyLooks) return startPan(event);
      if (mode === "review") return;
      if (get().playing) set({ playing: false });
      const tool = pointerTools[get().tool];
      tool.down?.(from, intents);
      follow(event, {
        move: (moved) => {
          for (const place of tool.traces ? moved.getCoalescedEvents() : [moved]) {
            const to = sampleOf(place);
            if (to) tool.move(from, to, image, intents);
          }
        },
        up: (released) => {
          const to = sampleOf(released);
          if (to) tool.up(from, to, image, intents);
        },
        cancel: () => {
          strokes.cancel();
          set({ draftBox: null });
        },
      });
    };

    const startPan = (event: PointerEvent) => {
      event.preventDefault();
      markSpaceUsed();
      let { clientX, clientY } = event;
      follow(event, {
        move: (moved) => {
          const { viewport } = get();
          if (!viewport) return;
          const dx = moved.clientX - clientX;
          const dy = moved.clientY - clientY;
          ({ clientX, clientY } = moved);
          set({ viewport: panViewport(viewport, dx, dy, image, stageSize()) });
        },
      });
    };

    const hover = (event: PointerEvent) => {
      if (!isBrush(get().tool)) return;
      const at = stage.current?.toImagePoint({ x: event.clientX, y: event.clientY });
      set({ brushAt: at ?? null });
    };
    const leave = () => set({ brushAt: null });

    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const { viewport, tool } = get();
      // Browsers turn a wheel with Shift sideways.
      if (isBrush(tool) && event.shiftKey) {
        return resizeBrush(-Math.sign(event.deltaY || event.deltaX));
      }
      if (!viewport) return;
      const corner = element.getBoundingClientRect();
      const anchor = { x: event.clientX - corner.left, y: event.clientY - corner.top };
      const factor = Math.exp(-event.deltaY * zoomPerPixel);
      set({ viewport: zoomViewport(viewport, factor, anchor, image, stageSize()) });
    };

    const noMenu = (event: Event) => event.preventDefault();
    element.addEventListener("pointerdown", down);
    element.addEventListener("pointermove", hover);
    element.addEventListener("pointerleave", leave);
    element.addEventListener("wheel", wheel, { passive: false });
    element.addEventListener("contextmenu", noMenu);
    return () => {
      element.removeEventListener("pointerdown", down);
      element.removeEventListener("pointermove", hover);
      element.removeEventListener("pointerleave", leave);
      strokes.cancel();
      element.removeEventListener("wheel", wheel);
      element.removeEventListener("contextmenu", noMenu);
    };
  }, [room, edits, session, stage, mode, width, height]);
}

/** Says to the others that this person is at work here, so that they think before they edit it too. */
function holdSelected({ shared }: VideoSession): void {
  const { selected } = get();
  if (selected !== null) shared.hold(selected, shownFrame());
}

function isBrush(tool: Tool): boolean {
  return tool === "brush" || tool === "eraser";
}

interface Following {
  move: (event: PointerEvent) => void;
  up?: (event: PointerEvent) => void;
  cancel?: () => void;
}

/** Hears one pointer until it is released, wherever it goes. */
function follow(start: PointerEvent, { move, up, cancel }: Following): void {
  const listening = new AbortController();
  const options = { signal: listening.signal };
  const isSame = (event: PointerEvent) => event.pointerId === start.pointerId;
  window.addEventListener("pointermove", (event) => isSame(event) && move(event), options);
  window.addEventListener(
    "pointerup",
    (event) => {
      if (!isSame(event)) return;
      listening.abort();
      up?.(event);
    },
    options,
  );
  window.addEventListener(
    "pointercancel",
    () => {
      listening.abort();
      cancel?.();
    },
    options,
  );
}