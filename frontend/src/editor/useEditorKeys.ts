import { useEffect } from "react";
import { tinykeys } from "tinykeys";

import { focusAttributes } from "./AttributeFields";
import { useEditorRuntime } from "./EditorContext";
import { startPropagation } from "./propagationWish";
import { zoomStage, fitStage } from "./stageView";
import { submitSelected } from "./submitSelected";

import {
  goToFrame,
  pickTool,
  resizeBrush,
  selectByPosition,
  selectMasklet,
  shownFrame,
  stepFrames,
  stepToPrompt,
  toggleHidden,
  toggleLocked,
  togglePlaying,
} from "@/state/editorMoves";
import { useEditorStore, type StructureAsk } from "@/state/editorStore";
import { toggleHistory } from "@/state/historyMoves";
import { togglePreviews } from "@/state/hoverPreview";
import { findLabelByKey } from "@/state/labelMoves";
import { isKeyTaken, keyActions, listLabelKeys, type KeyActionId } from "@/tools/keyRegistry";
import { pressSpace, releaseSpace } from "@/tools/spaceKey";

type Runtime = ReturnType<typeof useEditorRuntime>;

const get = useEditorStore.getState;
const set = useEditorStore.setState;

/** Binds the registry's keys; `showKeys` opens the sheet that lists them. */
export function useEditorKeys(showKeys: () => void): void {
  const runtime = useEditorRuntime();

  useEffect(() => {
    const run = makeHandlers(runtime, showKeys);
    const bindings: Bindings = {};
    for (const { id, keys, modes } of keyActions) {
      if (!(modes as readonly string[]).includes(runtime.mode)) continue;
      for (const key of keys.filter((name) => name !== "Space")) {
        bindings[key] = (event) => {
          if (isKeyTaken(event)) return;
          event.preventDefault();
          run[id]();
        };
      }
    }
    if (runtime.mode === "annotate") Object.assign(bindings, bindObjectKeys(), bindLabelKeys(runtime));
    const unbind = tinykeys(window, bindings);
    const unbindHeld = bindHeldKeys();
    return () => {
      unbind();
      unbindHeld();
    };
  }, [runtime, showKeys]);
}

type Bindings = Record<string, (event: KeyboardEvent) => void>;

/** Alt and a digit select an object by its place in the list. */
function bindObjectKeys(): Bindings {
  const digits = Array.from({ length: 9 }, (_, index) => index);
  return Object.fromEntries(
    digits.map((index) => [
      `Alt+Digit${index + 1}`,
      (event: KeyboardEvent) => {
        if (isKeyTaken(event)) return;
        event.preventDefault();
        selectByPosition(index);
      },
    ]),
  );
}

/** Which label has the key is asked when it is pressed: admins change that meanwhile. */
function bindLabelKeys({ edits }: Runtime): Bindings {
  return Object.fromEntries(
    listLabelKeys().map((key) => [
      key,
      (event: KeyboardEvent) => {
        const label = isKeyTaken(event) ? undefined : findLabelByKey(key);
        if (!label) return;
        event.preventDefault();
        void edits.chooseLabel(label);
      },
    ]),
  );
}

function makeHandlers(runtime: Runtime, showKeys: () => void): Record<KeyActionId, () => void> {
  const withSelected = (action: (id: number) => void) => () => {
    const { selected } = get();
    if (selected !== null) action(selected);
  };
  return {
    next: () => stepFrames(1),
    previous: () => stepFrames(-1),
    next10: () => stepFrames(10),
    previous10: () => stepFrames(-10),
    nextPrompt: () => stepToPrompt(1),
    previousPrompt: () => stepToPrompt(-1),
    first: () => goToFrame(0),
    last: () => goToFrame(Infinity),
    play: togglePlaying,
    point: () => pickTool("point"),
    box: () => pickTool("box"),
    brush: () => pickTool("brush"),
    eraser: () => pickTool("eraser"),
    smallerBrush: () => resizeBrush(-1),
    largerBrush: () => resizeBrush(1),
    select: () => pickTool("select"),
    add: () => runtime.edits.addMasklet(),
    delete: withSelected((asksToDelete) => set({ asksToDelete })),
    absent: withSelected((id) => void runtime.edits.stateFrame(id, shownFrame(), "absent")),
    clear: withSelected((id) => void runtime.edits.stateFrame(id, shownFrame(), "cleared")),
    describe: () => void focusAttributes(),
    hide: withSelected(toggleHidden),
    lock: withSelected(toggleLocked),
    undo: () => void runtime.session.undoRedo.undo(),
    redo: () => void runtime.session.undoRedo.redo(),
    history: toggleHistory,
    split: withSelected(askFor("split")),
    merge: withSelected(askFor("merge")),
    swap: withSelected(askFor("swap")),
    copy: withSelected(askFor("copy")),
    absentRange: withSelected(askFor("absent")),
    propagate: () => startPropagation(runtime.edits),
    submit: () => void submitSelected(runtime, get().selected),
    deselect: () => {
      // A dialog that is still being loaded cannot hear the key itself.
      if (get().structureAsk) set({ structureAsk: null });
      else if (get().comparison) runtime.comparison.close();
      else selectMasklet(null);
    },
    previews: () => {
      const state = togglePreviews() ? "on" : "off";
      runtime.session.notice(`Previews of a click are ${state} (T).`, "plain");
    },
    peek: () => set({ masksHeldHidden: true }),
    fit: fitStage,
    zoomIn: () => zoomStage(1.25),
    zoomOut: () => zoomStage(0.8),
    sheet: showKeys,
  };
}

function askFor(kind: StructureAsk["kind"]): (masklet: number) => void {
  return (masklet) => set({ structureAsk: { kind, masklet } });
}

/** Keys that mean something by being held: M hides the masks, Space pans or, tapped, plays. */
function bindHeldKeys(): () => void {
  const down = (event: KeyboardEvent) => {
    if (event.key !== " " || isKeyTaken(event)) return;
    event.preventDefault();
    pressSpace();
  };
  const up = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() === "m") set({ masksHeldHidden: false });
    if (event.key === " " && releaseSpace()) togglePlaying();
  };
  const blur = () => {
    releaseSpace();
    set({ masksHeldHidden: false });
  };
  window.addEventListener("keydown", down);
  window.addEventListener("keyup", up);
  window.addEventListener("blur", blur);
  return () => {
    window.removeEventListener("keydown", down);
    window.removeEventListener("keyup", up);
    window.removeEventListener("blur", blur);
  };
}
