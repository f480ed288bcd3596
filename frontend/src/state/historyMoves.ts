import { useEditorStore } from "./editorStore";

export function openHistory(masklet: number | null): void {
  useEditorStore.setState({ history: { masklet }, comparison: null, versionMasks: null });
}

export function closeHistory(): void {
  useEditorStore.setState({ history: null, comparison: null, versionMasks: null });
}

/** Of the selected object, or of the whole video where none is selected. */
export function toggleHistory(): void {
  const { history, selected } = useEditorStore.getState();
  if (history) closeHistory();
  else openHistory(selected);
}
