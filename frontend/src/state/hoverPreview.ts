import { useEditorStore, type EditorState } from "./editorStore";
import { whyFramesClosed } from "./videoState";

const storageKey = "maskloop previews";

/** The object and the frame to which a click would add a point now. */
export interface PreviewTarget {
  masklet: number;
  frame: number;
}

/** Null while a click would add no point to a known object, or while nobody could answer. */
export function previewTarget(state: EditorState): PreviewTarget | null {
  const { selected, frame } = state;
  if (!state.previewsOn || state.tool !== "point" || state.playing) return null;
  if (state.connection !== "live" || state.comparison || state.shownFrame !== frame) return null;
  const masklet = selected === null ? undefined : state.server?.masklets.get(selected);
  if (!masklet || whyFramesClosed(masklet, frame, frame + 1)) return null;
  if (state.locked.has(masklet.id) || state.hidden.has(masklet.id)) return null;
  return { masklet: masklet.id, frame };
}

/** True where previews are shown from now on; remembered by the browser. */
export function togglePreviews(): boolean {
  const previewsOn = !useEditorStore.getState().previewsOn;
  useEditorStore.setState({ previewsOn });
  try {
    localStorage.setItem(storageKey, previewsOn ? "on" : "off");
  } catch {
    // A browser that keeps nothing: the choice lasts as long as the page.
  }
  return previewsOn;
}

/** As it was left in this browser, on where nothing is known. */
export function recallPreviews(): void {
  try {
    useEditorStore.setState({ previewsOn: localStorage.getItem(storageKey) !== "off" });
  } catch {
    useEditorStore.setState({ previewsOn: true });
  }
}
