
import { LabelForm } from "../LabelForm";
import type { LabelDraft } from "../projectForm";

import { CloseIcon } from "@/ui/icons";

interface LabelDraftsProps {
  labels: readonly LabelDraft[];
  onChange: (labels: readonly LabelDraft[]) => void;
  onTyping: (label: LabelDraft) => void;
}

/** The labels of a project that does not exist yet. */
export function LabelDrafts({ labels, onChange, onTyping }: LabelDraftsProps) {
  return (
    <div className="ui-stack">
      <LabelForm taken={labels} onAdd={(label) => onChange([...labels, label])} onTyping={onTyping} />
      {labels.length > 0 && (
        <ul className="label-drafts">
          {labels.map((label) => (
            <li key={label.name} className="label-draft" data-testid="label-row">
              <span className="ui-swatch" style={{ background: label.color }} />
              {label.name}
              <button
                type="button"
                aria-label={`Remove ${label.name}`}
                onClick={() => onChange(labels.filter((other) => other !== label))}
              >
                <CloseIcon />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
