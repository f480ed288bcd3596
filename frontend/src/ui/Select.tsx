import type { SelectHTMLAttributes } from "react";

export interface SelectOption {
  value: string;
  title: string;
  disabled?: boolean;
}

interface SelectProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, "onChange"> {
  options: readonly SelectOption[];
  onValueChange: (value: string) => void;
  small?: boolean;
}

/** The browser's own select: type-ahead, touch and screen readers come with it. */
export function Select({ options, onValueChange, small = false, className, ...rest }: SelectProps) {
  return (
    <select
      {...rest}
      className={["ui-input", small && "ui-input--small", className].filter(Boolean).join(" ")}
      onChange={(event) => onValueChange(event.target.value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.title}
        </option>
      ))}
    </select>
  );
}
