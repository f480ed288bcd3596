import { useEditorRuntime } from "./EditorContext";

import { useEditorStore } from "@/state/editorStore";
import { menuLabels } from "@/state/labelMoves";

/** The labels with their keys: one press names the selected object, or the next one where none is selected. */
export function LabelBar() {
  const { edits } = useEditorRuntime();
  const labels = useEditorStore((state) => state.labels);
  const nextLabel = useEditorStore((state) => state.nextLabel);
  const onMenu = menuLabels(labels);
  if (onMenu.length < 2 && !onMenu[0]?.shortcut) return null;
  return (
    <div className="label-bar" role="group" aria-label="Label of the next object, or of the selected one">
      {onMenu.map((label) => (
        <button
          key={label.id}
          type="button"
          className="label-chip"
          aria-pressed={label.id === nextLabel}
          aria-keyshortcuts={label.shortcut || undefined}
          title={`${label.name}: for the selected object, else for the next one`}
          data-testid="label-chip"
          onClick={() => void edits.chooseLabel(label)}
        >
          <span className="ui-swatch" style={{ background: label.color }} />
          <span className="label-chip__name">{label.name}</span>
          {label.shortcut && <kbd>{label.shortcut.toUpperCase()}</kbd>}
        </button>
      ))}
    </div>
  );
}
