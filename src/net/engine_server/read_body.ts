// The body of one POST, up to a limit.

import type { IncomingMessage } from "node:http";
import { concatBytes } from "../../base/bytes.ts";

export interface BodyReader {
  whole(bytes: Uint8Array): void;
  /** What else comes is not kept. */
  tooLarge(): void;
}

/** Nothing is told when the request breaks off. */
export function readBody(request: IncomingMessage, most: number, reader: BodyReader): void {
  let pieces: Uint8Array[] = [];
  let length = 0;
  let isTooLarge = false;
  request.on("data", (piece: Uint8Array) => {
    if (isTooLarge) return;
    length += piece.length;
    pieces.push(piece);
    if (length <= most) return;
    isTooLarge = true;
    pieces = [];
    reader.tooLarge();
  });
  request.on("end", () => {
    if (!isTooLarge) reader.whole(concatBytes(pieces));
  });
}
