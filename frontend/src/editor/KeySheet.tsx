import { useEditorRuntime } from "./EditorContext";

import { useEditorStore } from "@/state/editorStore";
import { menuLabels } from "@/state/labelMoves";
import { formatKey, keyActions, type KeyAction } from "@/tools/keyRegistry";
import { Dialog } from "@/ui/Dialog";

const groups = ["Frames", "Tools", "Objects", "View"] as const;

interface KeySheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function KeySheet({ open, onOpenChange }: KeySheetProps) {
  const { mode } = useEditorRuntime();
  const actions: readonly KeyAction[] = keyActions;
  const shown = actions.filter(({ modes }) => modes.includes(mode));
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys">
      <div className="key-sheet" data-testid="key-sheet">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {shown
                .filter((action) => action.group === group)
                .map(({ id, title, keys }) => (
                  <div key={id}>
                    <dt>{title}</dt>
                    <dd>
                      {[...new Set(keys.map(formatKey))].map((name) => (
                        <kbd key={name}>{name}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        {mode === "annotate" && <LabelKeys />}
        {mode === "review" && (
          <section>
            <h3>Decision</h3>
            <dl>
              <div>
                <dt>Approve</dt>
                <dd>
                  <kbd>A</kbd>
                </dd>
              </div>
              <div>
                <dt>Send back</dt>
                <dd>
                  <kbd>R</kbd>
                </dd>
              </div>
            </dl>
          </section>
        )}
      </div>
    </Dialog>
  );
}

/** Label keys are the project's, and name the selected object or the next one. */
function LabelKeys() {
  const labels = useEditorStore((state) => state.labels);
  const rows = [
    { title: "Object 1 to 9 of the list", key: "Alt+1 … 9" },
    ...menuLabels(labels)
      .filter(({ shortcut }) => shortcut)
      .map(({ name, shortcut }) => ({ title: `Label “${name}”`, key: shortcut.toUpperCase() })),
  ];
  return (
    <section>
      <h3>Labels and objects</h3>
      <dl>
        {rows.map(({ title, key }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <kbd>{key}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
