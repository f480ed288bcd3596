import { create } from "zustand";

export interface ToastItem {
  id: number;
  text: string;
  tone: "plain" | "danger";
  /** The way back, offered while the toast is there. */
  undo?: () => void;
}

interface ToastState {
  items: readonly ToastItem[];
  dismiss: (id: number) => void;
}

export const useToasts = create<ToastState>()((set) => ({
  items: [],
  dismiss: (id) => set((state) => ({ items: state.items.filter((item) => item.id !== id) })),
}));

let lastId = 0;

/** Says something at the edge of the page, from anywhere. */
export function showToast(text: string, tone: ToastItem["tone"] = "plain", undo?: () => void): void {
  lastId += 1;
  const item = { id: lastId, text, tone, ...(undo && { undo }) };
  useToasts.setState((state) => ({ items: [...state.items, item] }));
}
