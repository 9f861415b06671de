// The debug logging of Socket.IO's own client, caught as text. It is a log that stands beside a
// recording, never the recording: it leaves things out.

import createDebug from "debug";
import { format } from "node:util";

/** Who is told one line, and by which part of the client. */
export type LogListener = (source: string, text: string) => void;

const NAMESPACES = "engine.io-client*,socket.io-client*,socket.io-parser*";

/** Sends every debug line to `listener` until it is disposed of. One at a time in a process. */
export function catchDebugLog(listener: LogListener): Disposable {
  const { formatArgs, log } = createDebug;
  createDebug.formatArgs = () => {};
  createDebug.log = function (
    this: { readonly namespace?: string } | undefined,
    ...args: readonly unknown[]
  ): void {
    listener(this?.namespace ?? "debug", format(...args));
  };
  createDebug.enable(NAMESPACES);
  return {
    [Symbol.dispose](): void {
      createDebug.disable();
      createDebug.formatArgs = formatArgs;
      createDebug.log = log;
    },
  };
}
