// What a file is when it is no tape. People hand over the wrong file more often than a broken one:
// naming what it looks like, and the way out, saves them the search.

import { decodeLatin1 } from "../base/bytes.ts";

interface Lookalike {
  /** The first bytes, one character each. */
  readonly signatures: readonly string[];
  readonly advice: string;
}

const BINARIES: readonly Lookalike[] = [
  { signatures: ["\x1f\x8b"], advice: "it is gzip: unpack it first (gunzip)" },
  { signatures: ["\x28\xb5\x2f\xfd"], advice: "it is zstd: unpack it first (unzstd)" },
  { signatures: ["PK\x03\x04"], advice: "it is a zip archive: unpack it first (unzip)" },
  {
    signatures: ["\xd4\xc3\xb2\xa1", "\xa1\xb2\xc3\xd4", "\x4d\x3c\xb2\xa1", "\x0a\x0d\x0d\x0a"],
    advice: "it is a packet capture: convert it to a tape first",
  },
  { signatures: ["\xff\xfe", "\xfe\xff"], advice: "it is UTF-16 text: save it as UTF-8" },
];

const BYTE_ORDER_MARK = "\xef\xbb\xbf";

/** Why these first bytes of a file are not those of a tape. */
export function describeNonTape(start: Uint8Array): string {
  if (start.length === 0) return "it is empty";
  const text = decodeLatin1(start);
  const binary = BINARIES.find(({ signatures }) =>
    signatures.some((signature) => text.startsWith(signature))
  );
  return binary?.advice ?? describeText(text.replace(BYTE_ORDER_MARK, "").trimStart());
}

function describeText(text: string): string {
  if (/^\{\s*"log"\s*:/.test(text)) return "it looks like a HAR file: convert it to a tape first";
  if (/^\{\s*"kind"\s*:\s*"tape"/.test(text)) return "it ends within its header, the first line";
  if (/^\{\s*"kind"\s*:/.test(text)) {
    return 'its header is missing: the first line must be the one of kind "tape"';
  }
  return 'it is not a tape: the first line must be a JSON object of kind "tape"';
}
