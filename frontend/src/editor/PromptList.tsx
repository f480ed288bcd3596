import { useMemo } from "react";

import { useEditorRuntime } from "./EditorContext";

import type { Masklet, Prompt } from "@/protocol/types";
import { goToFrame } from "@/state/editorMoves";
import { useEditorStore } from "@/state/editorStore";
import { whyReadOnly } from "@/state/videoState";
import { CloseIcon } from "@/ui/icons";

/** The prompts of one object: where they are, and away with them. */
export function PromptList({ masklet }: { masklet: Masklet }) {
  const { edits } = useEditorRuntime();
  const all = useEditorStore((state) => state.server?.prompts);
  const leaving = useEditorStore((state) => state.leavingPrompts);
  const prompts = useMemo(
    () =>
      [...(all?.values() ?? [])]
        .filter((prompt) => prompt.masklet === masklet.id && !leaving.has(prompt.id))
        .sort((a, b) => a.frame - b.frame || a.id - b.id),
    [all, masklet.id, leaving],
  );
  if (!prompts.length) return <p className="object-note">No prompt yet: click it in the picture.</p>;
  return (
    <ul className="prompt-list" aria-label={`Prompts of object ${masklet.number}`}>
      {prompts.map((prompt) => (
        <li key={prompt.id} data-testid="prompt-row" data-prompt={prompt.id}>
          <button type="button" onClick={() => goToFrame(prompt.frame)}>
            {describePrompt(prompt)} <span>frame {prompt.frame}</span>
          </button>
          {whyReadOnly(masklet) === null && (
            <button
              type="button"
              aria-label={`Delete ${describePrompt(prompt)} on frame ${prompt.frame}`}
              title="Delete"
              onClick={() => void edits.deletePrompt(prompt)}
            >
              <CloseIcon />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function describePrompt({ kind, labels }: Prompt): string {
  if (kind === "box") return "Box";
  if (kind === "mask") return "Mask";
  const points = labels?.length ?? 1;
  if (points > 1) return `${points} points`;
  return labels?.[0] === 0 ? "Negative point" : "Point";
}
