// Has the next piece of a file read while the last one is looked at, so that neither the disk nor the
// processor waits for the other.

import { READ_BYTES } from "../../net/files.ts";

/**
 * Gives the same pieces, each asked for while the one before is in use. Only behind a full piece: a
 * file always has an answer, but a pipe may not, and who wants no more of it need not wait for one.
 * (A pipe holds less than a full piece.)
 */
export async function* readAhead(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let next = pieces.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done === true) return;
      if (value.length < READ_BYTES) {
        yield value;
        next = pieces.next();
        continue;
      }
      next = pieces.next();
      // It fails when it is waited for, not before.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await pieces.return(undefined);
  }
}
