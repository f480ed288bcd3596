import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export interface TabItem {
  value: string;
  title: string;
  content: ReactNode;
}

interface TabsProps {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  items: readonly TabItem[];
}

export function Tabs({ label, value, onValueChange, items }: TabsProps) {
  return (
    <Radix.Root value={value} onValueChange={onValueChange} activationMode="manual">
      <Radix.List className="ui-tabs__list" aria-label={label}>
        {items.map((item) => (
          <Radix.Trigger key={item.value} value={item.value} className="ui-tabs__tab" data-testid={`tab-${item.value}`}>
            {item.title}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content key={item.value} value={item.value} tabIndex={-1}>
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
