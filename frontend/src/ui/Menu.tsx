import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";

interface MenuProps {
  trigger: ReactNode;
  children: ReactNode;
}

export function Menu({ trigger, children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="ui-menu" align="end" sideOffset={6}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface MenuItemProps {
  onSelect?: () => void;
  danger?: boolean;
  disabled?: boolean;
  children: ReactNode;
  testId?: string;
}

export function MenuItem({ onSelect, danger = false, disabled = false, children, testId }: MenuItemProps) {
  return (
    <Radix.Item
      className={danger ? "ui-menu__item ui-menu__item--danger" : "ui-menu__item"}
      disabled={disabled}
      onSelect={onSelect}
      data-testid={testId}
    >
      {children}
    </Radix.Item>
  );
}

/** An item that is a link; the child is the anchor. */
export function MenuLink({ children }: { children: ReactNode }) {
  return (
    <Radix.Item asChild className="ui-menu__item">
      {children}
    </Radix.Item>
  );
}

export function MenuHead({ children }: { children: ReactNode }) {
  return <Radix.Label className="ui-menu__head">{children}</Radix.Label>;
}

export function MenuLine() {
  return <Radix.Separator className="ui-menu__line" />;
}
