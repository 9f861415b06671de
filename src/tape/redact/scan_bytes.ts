// Looks for secrets in bytes: text, MessagePack, packets of Engine.IO 3 binary polling, and text
// among other bytes. Bytes are read one character each, so places are the same.

import {
  decodeLatin1,
  decodeUtf8,
  encodeLatin1,
  encodeUtf8,
  utf8Length,
} from "../../base/bytes.ts";
import { applyHits, type Hit, mergeHits, shiftHits } from "./hit.ts";
import { scanLevels } from "./levels.ts";
import { type Leaf, messagePackLeaves } from "./message_pack.ts";
import { scanMultipart } from "./multipart.ts";
import type { Rules } from "./rules.ts";
import { hideLeaf } from "./scan_message_pack.ts";
import { binaryPackets } from "./segments.ts";
import { View } from "./view.ts";

/** The secrets of some bytes, merged and sorted; replacements have one character a byte. */
export function scanBytes(bytes: Uint8Array, rules: Rules): readonly Hit[] {
  const text = decodeUtf8(bytes);
  if (text !== undefined) return scanUtf8(text, rules);
  if (!rules.mayHide(decodeLatin1(bytes))) return [];
  const packets = binaryPackets(bytes) ?? [{ start: 0, end: bytes.length }];
  return packets.flatMap(({ start, end }) =>
    shiftHits(scanPacket(bytes.subarray(start, end), rules), start)
  );
}

function scanPacket(bytes: Uint8Array, rules: Rules): readonly Hit[] {
  const leaves = messagePackLeaves(bytes, (name) => rules.names.isSecret(name));
  if (leaves === undefined) return scanText(bytes, rules);
  const hits = leaves.flatMap((leaf) => scanLeaf(bytes, leaf, rules));
  return mergeHits(hits);
}

function scanLeaf(bytes: Uint8Array, leaf: Leaf, rules: Rules): readonly Hit[] {
  const hidden = leaf.under === undefined ? undefined : hideLeaf(bytes, leaf, leaf.under);
  const found = leaf.kind === "string" || leaf.kind === "binary"
    ? shiftHits(scanText(bytes.subarray(leaf.start, leaf.end), rules), leaf.start)
    : [];
  return hidden === undefined ? found : [hidden, ...found];
}

/** Bytes as text, be it among others. */
function scanText(bytes: Uint8Array, rules: Rules): readonly Hit[] {
  const text = decodeUtf8(bytes);
  if (text !== undefined) return scanUtf8(text, rules);
  return scanWhole(View.of(decodeLatin1(bytes), "bytes"), rules);
}

/** The parts of a form may well be no text: then the whole form comes in bytes. */
function scanWhole(view: View, rules: Rules): readonly Hit[] {
  return mergeHits([...scanLevels(view, rules), ...scanMultipart(view, rules)]);
}

/** Hits in a text at their places in its UTF-8. */
function scanUtf8(text: string, rules: Rules): readonly Hit[] {
  let position = 0;
  let offset = 0;
  return scanWhole(View.of(text, "plain"), rules).map((hit) => {
    const start = offset + utf8Length(text.slice(position, hit.start));
    const end = start + utf8Length(text.slice(hit.start, hit.end));
    position = hit.end;
    offset = end;
    return { ...hit, start, end, replacement: decodeLatin1(encodeUtf8(hit.replacement)) };
  });
}

/** The bytes with sorted hits replaced; the same bytes when there is none. */
export function replaceBytes(bytes: Uint8Array, hits: readonly Hit[]): Uint8Array {
  return hits.length === 0 ? bytes : encodeLatin1(applyHits(decodeLatin1(bytes), hits));
}
