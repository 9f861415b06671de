// The bytes of a file that is still being written: at its end it is waited for more of them. Asking
// again and again works on every disk, watching does not.

import { Buffer } from "node:buffer";
import { open } from "node:fs/promises";
import { messageOf } from "../base/errors.ts";
import { READ_BYTES } from "./files.ts";

/** How long after the end of the file it is asked for more. */
export const FOLLOW_MILLISECONDS = 50;

export interface FollowOptions {
  /** Ends it, between two pieces. */
  readonly signal: AbortSignal;
  readonly milliseconds?: number;
}

/** Goes on until the signal, or until the file is shorter than what was read of it. */
export async function* followChunks(
  path: string,
  { signal, milliseconds = FOLLOW_MILLISECONDS }: FollowOptions,
): AsyncGenerator<Uint8Array> {
  const file = await open(path).catch((cause) => {
    throw new Error(`Cannot open ${JSON.stringify(path)}: ${messageOf(cause)}`, { cause });
  });
  let position = 0;
  try {
    while (!signal.aborted) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(READ_BYTES), 0, READ_BYTES, null);
      if (bytesRead > 0) {
        position += bytesRead;
        yield buffer.subarray(0, bytesRead);
        continue;
      }
      if ((await file.stat()).size < position) return;
      await pause(milliseconds, signal);
    }
  } finally {
    await file.close();
  }
}

/** Waits so long, or until the signal. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  // It may have come while the file was read: it comes only once.
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  signal.addEventListener("abort", () => resolve(), { once: true, signal: stopListening(promise) });
  return promise.finally(() => clearTimeout(timer));
}

/** A signal that takes the listener away once the promise is settled. */
function stopListening(promise: Promise<void>): AbortSignal {
  const controller = new AbortController();
  promise.then(() => controller.abort());
  return controller.signal;
}
