// One mistake shows in several places of an act: what broke in the same way at the same act is one
// change, with all of its paths.

import type { LiveChange } from "./result.ts";

type Grouped = Extract<LiveChange, { readonly paths: readonly string[] }>;

/** Each group stands where its first place stood. */
export function groupPlaces(changes: readonly LiveChange[]): readonly LiveChange[] {
  const groups = new Map<string, string[]>();
  const kept = changes.filter((change) => {
    if (!hasPaths(change)) return true;
    const group = groups.get(groupOf(change));
    if (group === undefined) groups.set(groupOf(change), [change.path]);
    else group.push(change.path);
    return group === undefined;
  });
  return kept.map((change) =>
    hasPaths(change) ? { ...change, paths: groups.get(groupOf(change)) ?? change.paths } : change
  );
}

function hasPaths(change: LiveChange): change is Grouped {
  return "paths" in change;
}

function groupOf(change: Grouped): string {
  const { what, how, count, example } = change;
  const value = what === "outlier" ? change.value : null;
  return JSON.stringify([what, how, count, example.line, example.part, value]);
}
