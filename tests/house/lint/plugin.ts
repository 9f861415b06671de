// The house rules that no linter ships with, as one plugin for `deno lint`: who may import whom, who
// may touch time, chance and the system, how long a file may be and how it opens.

import { fileLength } from "./file_length.ts";
import { fileOpening } from "./file_opening.ts";
import { importFloors } from "./import_floors.ts";
import { noAmbient } from "./no_ambient.ts";

export default {
  name: "wiretape",
  rules: {
    "import-floors": importFloors,
    "no-ambient": noAmbient,
    "file-length": fileLength,
    "file-opening": fileOpening,
  },
} satisfies Deno.lint.Plugin;
