// Where the leaves of an event's arguments stand in its JSON. A user's expression may name the event
// and the arguments before a secret one: it is tried on the whole, as on the raw message.

import { isJsonObject, type JsonValue } from "../../base/json.ts";

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** Values nested deeper are not looked into: they are hidden as a whole. */
export const ARGUMENT_DEPTH_LIMIT = 1000;

interface Leaf {
  readonly path: string;
  readonly isString: boolean;
  readonly start: number;
  readonly end: number;
}

export function memberPath(path: string, key: string): string {
  return path + (IDENTIFIER.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);
}

/** The leaves that a match (or its groups) touches; matches within one string are found there. */
export function matchedPaths(
  patterns: readonly RegExp[],
  name: string,
  args: readonly JsonValue[],
): ReadonlySet<string> {
  const matched = new Set<string>();
  if (patterns.length === 0) return matched;
  const printer = new Printer();
  printer.printEvent(name, args);
  for (const pattern of patterns) {
    for (const match of printer.text.matchAll(pattern)) {
      const [whole, ...groups] = match.indices ?? [];
      for (const place of groups.length > 0 ? groups : [whole]) {
        if (whole === undefined || place === undefined) continue;
        for (const leaf of printer.leaves) {
          const isInside = leaf.isString && whole[0] >= leaf.start && whole[1] <= leaf.end;
          if (!isInside && place[0] < leaf.end && place[1] > leaf.start) matched.add(leaf.path);
        }
      }
    }
  }
  return matched;
}

/** Prints JSON as JSON.stringify does and remembers where its leaves are. */
class Printer {
  readonly leaves: Leaf[] = [];
  text = "";

  printEvent(name: string, args: readonly JsonValue[]): void {
    this.text = `[${JSON.stringify(name)}`;
    args.forEach((argument, index) => {
      this.text += ",";
      this.#print(`args[${index}]`, argument, 0);
    });
    this.text += "]";
  }

  #print(path: string, value: JsonValue, depth: number): void {
    if (typeof value !== "object" || value === null) {
      const start = this.text.length;
      this.text += JSON.stringify(value);
      const isString = typeof value === "string";
      const quote = isString ? 1 : 0;
      this.leaves.push({ path, isString, start: start + quote, end: this.text.length - quote });
    } else if (depth > ARGUMENT_DEPTH_LIMIT) {
      this.text += "null";
    } else if (isJsonObject(value)) {
      this.text += "{";
      Object.entries(value).forEach(([key, member], index) => {
        this.text += `${index > 0 ? "," : ""}${JSON.stringify(key)}:`;
        this.#print(memberPath(path, key), member, depth + 1);
      });
      this.text += "}";
    } else {
      this.text += "[";
      value.forEach((item, index) => {
        if (index > 0) this.text += ",";
        this.#print(`${path}[${index}]`, item, depth + 1);
      });
      this.text += "]";
    }
  }
}
