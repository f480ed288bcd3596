import { Component } from "react";
import type { ErrorInfo, ReactNode } from "react";

import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";

interface PageBoundaryProps {
  children: ReactNode;
  /** Another value gives the page another chance: the person went elsewhere. */
  resetKey?: string;
}

interface PageBoundaryState {
  broken: boolean;
}

/** Keeps a broken page from taking the whole app with it. */
export class PageBoundary extends Component<PageBoundaryProps, PageBoundaryState> {
  override state: PageBoundaryState = { broken: false };

  static getDerivedStateFromError(): PageBoundaryState {
    return { broken: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override componentDidUpdate(before: PageBoundaryProps): void {
    if (this.state.broken && before.resetKey !== this.props.resetKey) this.setState({ broken: false });
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <main className="page page--narrow" id="main">
        <EmptyState
        isPage
          title="This page broke"
          hint="What you saved is safe at the server. Reload the page; if it breaks again, tell the person who runs this Maskloop what you did just before."
        >
          <Button variant="primary" onClick={() => window.location.reload()}>
            Reload the page
          </Button>
        </EmptyState>
      </main>
    );
  }
}
