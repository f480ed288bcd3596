import js from "@eslint/js";
import importX from "eslint-plugin-import-x";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

const source = "./frontend/src";

/** Layers from the bottom up: a folder may import what its line names, and itself. */
const allowed = {
  geometry: [],
  protocol: [],
  masks: ["geometry", "protocol"],
  video: ["geometry", "protocol"],
  state: ["geometry", "protocol", "masks"],
  sync: ["protocol", "state", "masks"],
  timeline: ["geometry", "protocol", "state", "masks"],
  canvas: ["geometry", "protocol", "state", "masks", "video"],
  tools: ["geometry", "protocol", "state"],
};

const folders = [...Object.keys(allowed), "editor", "pages", "ui", "uploads", "app"];

const zones = Object.entries(allowed).map(([layer, below]) => ({
  target: `${source}/${layer}`,
  from: folders
    .filter((folder) => folder !== layer && !below.includes(folder))
    .map((folder) => `${source}/${folder}`),
  message: `${layer}/ may import only ${["itself", ...below].join(", ")}.`,
}));

const network = ["fetch", "WebSocket", "XMLHttpRequest", "EventSource"].map((name) => ({
  name,
  message: "Only sync/ touches the network.",
}));

export default tseslint.config(
  { ignores: ["frontend/dist/**", "**/*.d.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ["frontend/**/*.{ts,tsx}"],
    plugins: { "import-x": importX, "react-hooks": reactHooks },
    languageOptions: { globals: globals.browser },
    settings: {
      "import-x/resolver-next": [
        createTypeScriptImportResolver({ project: "frontend/tsconfig.json" }),
      ],
    },
    rules: {
      ...reactHooks.configs.recommended.rules,
      "import-x/no-restricted-paths": ["error", { zones }],
      "import-x/no-cycle": "error",
      "import-x/order": ["error", { "newlines-between": "always", alphabetize: { order: "asc" } }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "max-lines": ["error", { max: 350 }],
      "max-lines-per-function": "off",
      eqeqeq: "error",
      "no-restricted-globals": ["error", ...network],
    },
  },
  { files: ["frontend/src/sync/**"], rules: { "no-restricted-globals": "off" } },
  { files: ["frontend/**/*.test.{ts,tsx}"], rules: { "no-restricted-globals": "off" } },
  { files: ["frontend/*.mjs"], languageOptions: { globals: globals.node } },
);
