import type { ReactNode } from "react";

import { LogoMark } from "@/ui/icons";

import "./FrontDoor.css";

/** What somebody sees who is not in yet: the name of the place, and one thing to do. */
export function FrontDoor({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="front-door" data-theme="light" id="main">
      <title>{`${title} · Maskloop`}</title>
      <div className="front-door__panel ui-panel">
        <div className="front-door__brand">
          <LogoMark size={40} />
          <div>
            <h1>Maskloop</h1>
            <p>Label videos together with SAM 2.</p>
          </div>
        </div>
        {children}
      </div>
    </main>
  );
}
