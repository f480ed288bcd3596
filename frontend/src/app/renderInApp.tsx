import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";

import { createQueryClient } from "./queryClient";

// jsdom has no layout, so there is nothing to observe; radix-ui asks all the same.
class StillObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** Renders for a test with what every page has around it. */
export function renderInApp(page: ReactNode, path = "/") {
  globalThis.ResizeObserver ??= StillObserver;
  const client = createQueryClient();
  return render(
    <QueryClientProvider client={client}>
      <MemoryRouter initialEntries={[path]}>{page}</MemoryRouter>
    </QueryClientProvider>,
  );
}
