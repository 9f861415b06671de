// Paths as the lint rules compare them: with forward slashes, whatever the machine.

import * as path from "node:path";

function forwardSlashes(text: string): string {
  return text.replaceAll("\\", "/");
}

export const isAbsolute: (text: string) => boolean = path.isAbsolute;

export function relative(from: string, to: string): string {
  return forwardSlashes(path.relative(from, to));
}

/** What a relative import means, seen from the repository's root. */
export function resolveImport(importer: string, specifier: string): string {
  return path.posix.join(path.posix.dirname(importer), specifier);
}
