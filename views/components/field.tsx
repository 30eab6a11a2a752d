import type { ComponentChildren } from "preact";

interface FieldFrame {
  label: string;
  name: string;
  hint?: ComponentChildren;
  /** What is wrong with the value, in the reader's language. */
  error?: string | undefined;
}

type InputProps = FieldFrame & {
  type?: "text" | "email" | "password" | "url" | "search" | "date" | "number" | "tel";
  value?: string;
  required?: boolean;
  minLength?: number;
  maxLength?: number;
  min?: string;
  max?: string;
  pattern?: string;
  placeholder?: string;
  autocomplete?: string;
  spellcheck?: boolean;
  autofocus?: boolean;
  readOnly?: boolean;
  inputMode?: "text" | "email" | "url" | "numeric";
};

/** A labelled input; the hint and the error are tied to it for who cannot see them. */
export function Field({ label, name, hint, error, type = "text", ...input }: InputProps) {
  // preact's types allow each attribute only with some input types; ours are checked above.
  const attributes: object = { ...input, ...ariaOf({ name, hint, error }), id: name, name, type };
  return (
    <FieldFrame {...{ label, name, hint, error }}>
      <input {...attributes} />
    </FieldFrame>
  );
}

/** The label above, the hint and the error below a control with the id `name`. */
export function FieldFrame({
  label,
  name,
  hint,
  error,
  children,
}: FieldFrame & { children: ComponentChildren }) {
  return (
    <div class="field" data-invalid={error ? "true" : undefined}>
      <label for={name}>{label}</label>
      {children}
      {hint && (
        <p class="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="field-error" id={`${name}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

/** What ties a control to its hint and its error. */
export function ariaOf({ name, hint, error }: Omit<FieldFrame, "label">) {
  const ids = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  return {
    "aria-describedby": ids || undefined,
    "aria-invalid": error ? ("true" as const) : undefined,
  };
}
