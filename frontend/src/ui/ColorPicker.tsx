import { RadioGroup } from "radix-ui";

import { OKABE_ITO } from "./palette";

interface ColorPickerProps {
  label: string;
  value: string;
  onValueChange: (color: string) => void;
}

export function ColorPicker({ label, value, onValueChange }: ColorPickerProps) {
  return (
    <div className="ui-colors">
      <RadioGroup.Root
        className="ui-colors"
        aria-label={label}
        orientation="horizontal"
        value={value.toUpperCase()}
        onValueChange={onValueChange}
      >
        {OKABE_ITO.map((color) => (
          <RadioGroup.Item
            key={color.value}
            value={color.value}
            className="ui-colors__pick"
            style={{ background: color.value }}
            aria-label={color.title}
            title={color.title}
          />
        ))}
      </RadioGroup.Root>
      <input
        type="color"
        className="ui-colors__custom"
        aria-label={`${label}: any other`}
        title="Any other colour"
        value={value.toLowerCase()}
        onChange={(event) => onValueChange(event.target.value.toUpperCase())}
      />
    </div>
  );
}
