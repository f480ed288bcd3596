import { useEditorStore } from "@/state/editorStore";
import { listMasklets } from "@/state/videoState";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";

interface ObjectChoiceProps {
  /** The object that is not to be chosen. */
  except: number;
  label: string;
  value: number | null;
  onChange: (masklet: number) => void;
}

/** Another object of the video, by number and label. */
export function ObjectChoice({ except, label, value, onChange }: ObjectChoiceProps) {
  const server = useEditorStore((state) => state.server);
  const labels = useEditorStore((state) => state.labels);
  const others = server ? listMasklets(server).filter(({ id }) => id !== except) : [];
  const options = others.map(({ id, number, label: named }) => ({
    value: String(id),
    title: `${number} · ${labels.find((known) => known.id === named)?.name ?? ""}`,
  }));
  return (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          data-testid="other-object"
          value={value === null ? "" : String(value)}
          options={[{ value: "", title: "Choose an object", disabled: true }, ...options]}
          onValueChange={(chosen) => onChange(Number(chosen))}
        />
      )}
    </Field>
  );
}
