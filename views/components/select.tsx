import type { ComponentChildren } from "preact";
import { ariaOf, FieldFrame } from "./field.tsx";

export interface SelectOption {
  value: string;
  label: string;
}

interface SelectProps {
  label: string;
  name: string;
  value: string;
  options: readonly SelectOption[];
  hint?: ComponentChildren;
  error?: string | undefined;
  required?: boolean;
}

export function Select({ label, name, value, options, hint, error, required }: SelectProps) {
  return (
    <FieldFrame {...{ label, name, hint, error }}>
      <select id={name} name={name} required={required} {...ariaOf({ name, hint, error })}>
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
