// Walks MessagePack and says what stands where. Only headers are read, nothing is built; what is no
// MessagePack from end to end is recognised as such.

import { decodeUtf8Lossy } from "../../base/bytes.ts";

/** A string, number or piece of binary, and the secret name that it stands under. */
export interface Leaf {
  readonly kind: "string" | "binary" | "integer" | "unsigned" | "float" | "extension";
  readonly start: number;
  readonly end: number;
  readonly under?: string;
}

interface Container {
  readonly kind: "array" | "map";
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

interface Constant {
  readonly kind: "constant";
  readonly end: number;
}

interface Level {
  left: number;
  readonly isMap: boolean;
  /** The secret name that everything in this container stands under. */
  readonly under?: string | undefined;
  /** The secret name of the value that comes next. */
  next?: string | undefined;
}

/** How many bytes of somebody's own framing may stand before the MessagePack. */
export const MESSAGE_PACK_PREFIX_LIMIT = 8;

/**
 * The leaves of the MessagePack values in some bytes, keys among them, or undefined when they are
 * something else. Bytes that were cut off count when they begin with a container.
 */
export function messagePackLeaves(
  bytes: Uint8Array,
  isSecret: (name: string) => boolean,
): readonly Leaf[] | undefined {
  for (let offset = 0; offset <= MESSAGE_PACK_PREFIX_LIMIT && offset < bytes.length; offset++) {
    const head = readItem(bytes, offset)?.kind;
    if (head !== "array" && head !== "map") continue;
    const walk = walkValues(bytes, offset, isSecret);
    if (walk.end === "whole" || (walk.end === "cut" && offset <= 1)) return walk.leaves;
  }
  return undefined;
}

interface Walk {
  readonly leaves: readonly Leaf[];
  readonly end: "whole" | "cut" | "other";
}

function walkValues(
  bytes: Uint8Array,
  offset: number,
  isSecret: (name: string) => boolean,
): Walk {
  const leaves: Leaf[] = [];
  const levels: Level[] = [];
  let position = offset;
  while (position < bytes.length) {
    const item = readItem(bytes, position);
    if (item === undefined) return { leaves, end: bytes[position] === 0xc1 ? "other" : "cut" };
    const level = levels.at(-1);
    const isKey = level !== undefined && level.isMap && level.left % 2 === 0;
    const under = isKey ? undefined : level?.under ?? level?.next;
    position = Math.min(item.end, bytes.length);
    if (level !== undefined) {
      level.left--;
      level.next = isKey && item.kind === "string"
        ? secretName(bytes.subarray(item.start, item.end), isSecret)
        : undefined;
    }
    if ("count" in item) {
      const isMap = item.kind === "map";
      levels.push({ left: isMap ? 2 * item.count : item.count, isMap, under });
    } else if (item.kind !== "constant") {
      leaves.push({ ...item, end: position, ...(under !== undefined && { under }) });
    }
    while (levels.at(-1)?.left === 0) levels.pop();
  }
  return { leaves, end: levels.length === 0 ? "whole" : "cut" };
}

function secretName(
  bytes: Uint8Array,
  isSecret: (name: string) => boolean,
): string | undefined {
  const name = decodeUtf8Lossy(bytes);
  return isSecret(name) ? name : undefined;
}

/** One item by its first byte (MessagePack specification, "Formats"); strings may be cut off. */
function readItem(bytes: Uint8Array, at: number): Leaf | Container | Constant | undefined {
  const head = bytes[at];
  if (head === undefined || head === 0xc1) return undefined;
  if (head <= 0x7f || head >= 0xe0) return { kind: "integer", start: at, end: at + 1 };
  if (head <= 0x8f) return container("map", at, at + 1, head & 0x0f);
  if (head <= 0x9f) return container("array", at, at + 1, head & 0x0f);
  if (head <= 0xbf) return { kind: "string", start: at + 1, end: at + 1 + (head & 0x1f) };
  if (head <= 0xc3) return { kind: "constant", end: at + 1 };
  if (head <= 0xc6) return sized("binary", bytes, at, 1 << (head - 0xc4), 0);
  if (head <= 0xc9) return sized("extension", bytes, at, 1 << (head - 0xc7), 1);
  if (head <= 0xcb) return fixed("float", at, 4 << (head - 0xca));
  if (head <= 0xcf) return fixed("unsigned", at, 1 << (head - 0xcc));
  if (head <= 0xd3) return fixed("integer", at, 1 << (head - 0xd0));
  if (head <= 0xd8) return { kind: "extension", start: at + 2, end: at + 2 + (1 << (head - 0xd4)) };
  if (head <= 0xdb) return sized("string", bytes, at, 1 << (head - 0xd9), 0);
  const width = head % 2 === 0 ? 2 : 4;
  const count = readCount(bytes, at + 1, width);
  if (count === undefined) return undefined;
  return container(head <= 0xdd ? "array" : "map", at, at + 1 + width, count);
}

function container(kind: "array" | "map", start: number, end: number, count: number): Container {
  return { kind, start, end, count };
}

function fixed(kind: Leaf["kind"], at: number, length: number): Leaf {
  return { kind, start: at + 1, end: at + 1 + length };
}

/** `extra` bytes stand between the length and the content (an extension's type). */
function sized(
  kind: Leaf["kind"],
  bytes: Uint8Array,
  at: number,
  width: number,
  extra: number,
): Leaf | undefined {
  const length = readCount(bytes, at + 1, width);
  if (length === undefined) return undefined;
  const start = at + 1 + width + extra;
  return { kind, start, end: start + length };
}

function readCount(bytes: Uint8Array, at: number, width: number): number | undefined {
  if (at + width > bytes.length) return undefined;
  let count = 0;
  for (let index = at; index < at + width; index++) count = count * 256 + (bytes[index] ?? 0);
  return count;
}
