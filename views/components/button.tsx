import type { ComponentChildren } from "preact";

interface ButtonProps {
  children: ComponentChildren;
  variant?: "primary" | "secondary" | "quiet" | "danger";
  size?: "normal" | "small" | "icon";
  /** With an address the button is a link that looks like one. */
  href?: string;
  type?: "submit" | "button";
  name?: string;
  value?: string;
  lang?: string;
  /** It sends a form that is not filled in yet. */
  isUnchecked?: boolean;
  /** The accessible name of a button that shows only an icon. */
  label?: string;
}

export function Button({
  variant = "primary",
  size = "normal",
  href,
  type = "submit",
  label,
  isUnchecked,
  children,
  ...rest
}: ButtonProps) {
  const look = { class: "btn", "data-variant": variant, "data-size": size, "aria-label": label };
  if (href !== undefined)
    return (
      <a href={href} {...look}>
        {children}
      </a>
    );
  return (
    <button type={type} formNoValidate={isUnchecked} {...look} {...rest}>
      {children}
    </button>
  );
}
