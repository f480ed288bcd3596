import { useState } from "react";

import { useEditorRuntime } from "../EditorContext";

import { ObjectChoice } from "./ObjectChoice";
import { StructureForm } from "./StructureForm";

import type { KeptMask, Masklet } from "@/protocol/types";
import { useEditorStore } from "@/state/editorStore";
import { sayFrames } from "@/state/operationWords";
import { whyReadOnly } from "@/state/videoState";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";

export function MergeDialog({ masklet }: { masklet: Masklet }) {
  const { structure } = useEditorRuntime();
  const [sourceId, setSource] = useState<number | null>(null);
  const [overlap, setOverlap] = useState<[number, number][]>([]);
  const [keep, setKeep] = useState<KeptMask | null>(null);
  const source = useEditorStore((state) => (sourceId === null ? undefined : state.server?.masklets.get(sourceId)));
  const closed = source ? whyReadOnly(source) : null;
  const refusal = whyReadOnly(masklet) ?? (source ? closed : "Choose the object to take in.");
  return (
    <StructureForm
      title={`Merge another object into object ${masklet.number}?`}
      description={`Object ${masklet.number} takes all masks and prompts of the other one, which is deleted.`}
      confirmLabel="Merge"
      refusal={refusal ?? (overlap.length && keep === null ? "Choose what counts where both have a mask." : null)}
      done={() => `Object ${source?.number ?? ""} is part of object ${masklet.number} now.`}
      onConfirm={() => structure.merge(masklet.id, sourceId ?? 0, keep)}
      onRefused={(outcome) => setOverlap(outcome.overlap)}
    >
      <ObjectChoice
        except={masklet.id}
        label="Object to take in"
        value={sourceId}
        onChange={(chosen) => {
          setSource(chosen);
          setOverlap([]);
          setKeep(null);
        }}
      />
      {overlap.length > 0 && source && (
        <KeepChoice overlap={overlap} target={masklet.number} source={source.number} value={keep} onChange={setKeep} />
      )}
    </StructureForm>
  );
}

interface KeepChoiceProps {
  overlap: [number, number][];
  target: number;
  source: number;
  value: KeptMask | null;
  onChange: (keep: KeptMask) => void;
}

function KeepChoice({ overlap, target, source, value, onChange }: KeepChoiceProps) {
  return (
    <Field label={`On ${sayFrames(overlap)} both have a mask; there`}>
      {(control) => (
        <Select
          {...control}
          data-testid="merge-keep"
          value={value ?? ""}
          options={[
            { value: "", title: "Choose", disabled: true },
            { value: "target", title: `the mask of object ${target} counts` },
            { value: "source", title: `the mask of object ${source} counts` },
            { value: "union", title: "both count together" },
          ]}
          onValueChange={(chosen) => onChange(chosen as KeptMask)}
        />
      )}
    </Field>
  );
}
