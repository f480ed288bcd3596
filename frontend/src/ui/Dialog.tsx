import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

import { buttonClass } from "./Button";
import { CloseIcon } from "./icons";

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  children: ReactNode;
}

export function Dialog({ open, onOpenChange, title, description, children }: DialogProps) {
  // Radix warns unless a missing description is said explicitly.
  const described = description ? {} : { "aria-describedby": undefined };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="ui-scrim" />
        <Radix.Content className="ui-dialog" {...described}>
          <div className="ui-dialog__head">
            <div>
              <Radix.Title asChild>
                <h2>{title}</h2>
              </Radix.Title>
              {description && (
                <Radix.Description asChild>
                  <p>{description}</p>
                </Radix.Description>
              )}
            </div>
            <Radix.Close className={buttonClass({ variant: "quiet", small: true, icon: true })} aria-label="Close">
              <CloseIcon />
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="ui-dialog__actions">{children}</div>;
}
