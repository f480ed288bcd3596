import type { ButtonHTMLAttributes, ReactNode } from "react";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";

interface ButtonLook {
  variant?: ButtonVariant;
  small?: boolean;
  icon?: boolean;
}

/** The class list of a button, for links that look like one. */
export function buttonClass({ variant = "secondary", small = false, icon = false }: ButtonLook = {}): string {
  const parts = ["ui-button", `ui-button--${variant}`];
  if (small) parts.push("ui-button--small");
  if (icon) parts.push("ui-button--icon");
  return parts.join(" ");
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, ButtonLook {
  /** Shows a spinner and ignores presses while an answer is awaited. */
  busy?: boolean;
  children?: ReactNode;
}

export function Button({
  variant = "secondary",
  small = false,
  icon = false,
  busy = false,
  disabled = false,
  type = "button",
  className,
  children,
  ...rest
}: ButtonProps) {
  const look = buttonClass({ variant, small, icon });
  return (
    <button
      {...rest}
      type={type}
      className={className ? `${look} ${className}` : look}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
    >
      {busy && <span className="ui-spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}
