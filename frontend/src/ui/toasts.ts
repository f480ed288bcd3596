import { create } from "zustand";

export interface ToastItem {
  id: number;
  text: string;
  tone: "plain" | "danger";
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
export function showToast(text: string, tone: ToastItem["tone"] = "plain"): void {
  lastId += 1;
  const item = { id: lastId, text, tone };
  useToasts.setState((state) => ({ items: [...state.items, item] }));
}
