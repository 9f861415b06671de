// Binary in payloads: taken out and numbered for the wire, put back from the attachments.

import type { Value, ValueObject } from "../../base/json.ts";
import type { Note } from "../../base/note.ts";

/** The value with placeholders for its binary, which is appended to `parts` in reading order. */
export function takeBinary(value: Value, parts: Uint8Array[]): Value {
  return replaceIn(value, (found) => {
    if (!(found instanceof Uint8Array)) return found;
    parts.push(found);
    return { _placeholder: true, num: parts.length - 1 };
  });
}

export interface Restored {
  readonly data: Value;
  readonly notes: readonly Note[];
}

/** Puts attachments in the place of their placeholders; `announced` may be more than are there. */
export function putBinary(data: Value, parts: readonly Uint8Array[], announced: number): Restored {
  const uses = new Array<number>(parts.length).fill(0);
  const notes: Note[] = [];
  const restored = replaceIn(data, (placeholder) => {
    if (placeholder instanceof Uint8Array) return placeholder;
    const { num } = placeholder;
    const part = typeof num === "number" ? parts[num] : undefined;
    if (part !== undefined && typeof num === "number") {
      uses[num] = (uses[num] ?? 0) + 1;
      return part;
    }
    const late = typeof num === "number" && Number.isInteger(num) && num >= 0 && num < announced;
    if (!late) notes.push(outOfRange(placeholder, announced));
    return placeholder;
  });
  for (let index = 0; index < uses.length; index++) {
    const count = uses[index];
    if (count !== undefined && count !== 1) notes.push(oddlyUsed(index, count));
  }
  return { data: restored, notes };
}

/** Replaces binary and placeholders wherever they stand; copies only what changes. */
function replaceIn(value: Value, replace: (found: Uint8Array | ValueObject) => Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return replace(value);
  if (Array.isArray(value)) return replaceInArray(value, replace);
  const object = value as ValueObject;
  return isPlaceholder(object) ? replace(object) : replaceInObject(object, replace);
}

function replaceInArray(
  items: readonly Value[],
  replace: (found: Uint8Array | ValueObject) => Value,
): Value {
  let copy: Value[] | undefined;
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (typeof item !== "object") continue;
    const replaced = replaceIn(item, replace);
    if (replaced !== item) (copy ??= [...items])[index] = replaced;
  }
  return copy ?? items;
}

function replaceInObject(
  object: ValueObject,
  replace: (found: Uint8Array | ValueObject) => Value,
): Value {
  let copy: { [key: string]: Value } | undefined;
  for (const key in object) {
    const item = object[key];
    if (typeof item !== "object") continue;
    const replaced = replaceIn(item, replace);
    // The copy has the key as its own, so that even __proto__ is no more than a key here.
    if (replaced !== item) (copy ??= { ...object })[key] = replaced;
  }
  return copy ?? object;
}

function isPlaceholder(object: ValueObject): boolean {
  return object._placeholder === true && Object.hasOwn(object, "_placeholder");
}

function outOfRange(placeholder: ValueObject, announced: number): Note {
  return {
    rule: "socket.io/placeholder",
    text: `Cannot fill the placeholder ${JSON.stringify(placeholder.num ?? null)}, ` +
      `${announced} attachments were announced and count from 0`,
  };
}

function oddlyUsed(index: number, count: number): Note {
  return count === 0
    ? { rule: "socket.io/placeholder", text: `Attachment ${index} has no placeholder` }
    : { rule: "socket.io/placeholder", text: `Attachment ${index} has ${count} placeholders` };
}
