import type { ComponentChildren } from "preact";

interface CheckboxProps {
  label: string;
  name: string;
  checked: boolean;
  value?: string;
  hint?: ComponentChildren;
}

export function Checkbox({ label, name, checked, value = "on", hint }: CheckboxProps) {
  const hintId = hint ? `${name}-hint` : undefined;
  return (
    <div class="field field-checkbox">
      <input
        type="checkbox"
        id={name}
        name={name}
        value={value}
        checked={checked}
        aria-describedby={hintId}
      />
      <label for={name}>{label}</label>
      {hint && (
        <p class="field-hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}
