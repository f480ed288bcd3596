import { describeModel, modelOptions } from "./modelChoice";

import { useModels } from "@/sync/queries/projects";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";

interface ModelSelectProps {
  value: string;
  onValueChange: (name: string) => void;
  disabled?: boolean;
}

export function ModelSelect({ value, onValueChange, disabled = false }: ModelSelectProps) {
  const { data: models = [] } = useModels();
  const chosen = models.find((model) => model.name === value);
  const missing = models.filter((model) => !model.available);
  return (
    <div className="ui-stack">
      <Field label="Tracking model" hint={chosen && describeModel(chosen)}>
        {(control) => (
          <Select
            {...control}
            value={value}
            onValueChange={onValueChange}
            disabled={disabled || models.length === 0}
            options={modelOptions(models)}
            data-testid="project-model"
          />
        )}
      </Field>
      {missing.length > 0 && (
        <details className="ui-field__hint">
          <summary>{missing.length === 1 ? "Another model" : `${missing.length} more models`} can be fetched</summary>
          <ul>
            {missing.map((model) => (
              <li key={model.name}>
                {model.title}: {describeModel(model)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
