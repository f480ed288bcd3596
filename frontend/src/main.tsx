import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";

import { PageBoundary } from "./app/PageBoundary";
import { createQueryClient } from "./app/queryClient";
import { AppRoutes } from "./app/routes";
import "./ui/tokens.css";
import "./ui/ui.css";
import "./app/app.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root");

createRoot(root).render(
  <StrictMode>
    <PageBoundary>
      <QueryClientProvider client={createQueryClient()}>
        <BrowserRouter>
          <AppRoutes />
        </BrowserRouter>
      </QueryClientProvider>
    </PageBoundary>
  </StrictMode>,
);
