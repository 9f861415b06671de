// Hides secrets in MessagePack: what stands under secret keys, and what texts in it say. Lengths and
// types stay as they are, so it decodes as before.

import { decodeLatin1, decodeUtf8, toHex } from "../../base/bytes.ts";
import { fillText } from "./filler.ts";
import { schemeLength } from "./header_value.ts";
import type { Hit } from "./hit.ts";
import type { Leaf } from "./message_pack.ts";

/** The leaf's hit, when it stands under a secret name and is not empty. */
export function hideLeaf(bytes: Uint8Array, leaf: Leaf, under: string): Hit | undefined {
  const { start, end } = leaf;
  if (start >= end) return undefined;
  const content = bytes.subarray(start, end);
  switch (leaf.kind) {
    case "string": {
      const scheme = schemeLength(under, decodeLatin1(content));
      const rest = content.subarray(scheme);
      const characters = decodeLatin1(rest);
      return {
        start: start + scheme,
        end,
        secret: decodeUtf8(rest) ?? characters,
        replacement: fillText(characters, "bytes"),
      };
    }
    case "binary":
      return { start, end, secret: toHex(content), replacement: "*".repeat(content.length) };
    case "integer":
    case "unsigned":
    case "float":
      return { start, end, secret: readNumber(content, leaf.kind), replacement: zeros(content) };
    case "extension":
      return { start, end, secret: toHex(content), replacement: zeros(content) };
  }
}

/** Zero in every number format, and in one byte of its own. */
function zeros(content: Uint8Array): string {
  return "\0".repeat(content.length);
}

/** The number as JSON writes it, so that it reads equal there. */
function readNumber(content: Uint8Array, kind: "integer" | "unsigned" | "float"): string {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  if (kind === "float") {
    return String(
      content.length === 8 ? view.getFloat64(0) : content.length === 4 ? view.getFloat32(0) : NaN,
    );
  }
  let value = 0n;
  for (const byte of content) value = value * 256n + BigInt(byte);
  const bits = 8 * content.length;
  return String(kind === "integer" ? BigInt.asIntN(bits, value) : value);
}
