import { useEditorStore } from "./editorStore";

import type { Label } from "@/protocol/types";

/** The labels on the menu, in its order. */
export function menuLabels(labels: readonly Label[]): Label[] {
  return labels.filter(({ deleted }) => !deleted);
}

export function findLabelByKey(key: string): Label | undefined {
  return menuLabels(useEditorStore.getState().labels).find(({ shortcut }) => shortcut === key);
}

/** The label of the next object: the one chosen, else the project's default, else the first. */
export function keepNextLabel(): void {
  const { labels, nextLabel, project } = useEditorStore.getState();
  const onMenu = menuLabels(labels);
  if (onMenu.some(({ id }) => id === nextLabel)) return;
  const usual = onMenu.find(({ id }) => id === project?.default_label) ?? onMenu[0];
  useEditorStore.setState({ nextLabel: usual?.id ?? null });
}
