import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const backend = process.env["MASKLOOP_BACKEND"] ?? "http://127.0.0.1:8000";

/** The sizes a person waits for, in KB after gzip, and what each may cost. */
const budgetsKb: Record<string, number> = { shell: 120, editor: 120 };

interface Chunk {
  fileName: string;
  code: string;
  imports: string[];
  isEntry: boolean;
  facadeModuleId: string | null;
}

/** Prints what the first page and the editor weigh, and fails the build over budget. */
function reportBudgets(): Plugin {
  return {
    name: "report-budgets",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = new Map<string, Chunk>();
      for (const output of Object.values(bundle)) {
        if (output.type === "chunk") chunks.set(output.fileName, output);
      }
      const entry = [...chunks.values()].find((chunk) => chunk.isEntry);
      const editor = [...chunks.values()].find((chunk) =>
        chunk.facadeModuleId?.endsWith("/editor/EditorPage.tsx"),
      );
      const shell = entry ? collectChunks(entry, chunks) : new Set<Chunk>();
      const lazy = editor ? collectChunks(editor, chunks) : new Set<Chunk>();
      for (const chunk of shell) lazy.delete(chunk);
      const sizesKb: Record<string, number> = { shell: sumKb(shell), editor: sumKb(lazy) };
      for (const [name, sizeKb] of Object.entries(sizesKb)) {
        const budgetKb = budgetsKb[name] ?? Infinity;
        const line = `${name}: ${sizeKb.toFixed(1)} KB gzip (budget ${budgetKb} KB)`;
        if (sizeKb > budgetKb) this.error(`${line}: over budget`);
        console.log(line);
      }
    },
  };
}

function collectChunks(start: Chunk, chunks: Map<string, Chunk>): Set<Chunk> {
  const found = new Set<Chunk>();
  const open = [start];
  for (let chunk = open.pop(); chunk; chunk = open.pop()) {
    if (found.has(chunk)) continue;
    found.add(chunk);
    for (const name of chunk.imports) {
      const imported = chunks.get(name);
      if (imported) open.push(imported);
    }
  }
  return found;
}

function sumKb(chunks: Set<Chunk>): number {
  let bytes = 0;
  for (const chunk of chunks) bytes += gzipSync(chunk.code).length;
  return bytes / 1024;
}

export default defineConfig(({ command }) => ({
  root,
  // Django serves the built files under /static/; the dev server serves them from its root.
  base: command === "build" ? "/static/app/" : "/",
  plugins: [react(), reportBudgets()],
  resolve: { alias: { "@": `${root}src` } },
  worker: { format: "es" as const },
  build: { outDir: `${root}dist`, emptyOutDir: true, target: "es2022", sourcemap: false },
  server: {
    proxy: {
      "/api": { target: backend },
      "/statusz": { target: backend },
      "/ws": { target: backend, ws: true },
    },
  },
  test: {
    root,
    environment: "jsdom",
    // Outside a bundler its package resolves to the build for Node, which takes no File.
    alias: { "tus-js-client": `${root}../node_modules/tus-js-client/lib.es5/browser/index.js` },
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
  },
}));
