// Where the new tape goes: stdout or a file, which is packed with gzip when its name says so.

import { gzipSync } from "node:zlib";
import { concatBytes } from "../../base/bytes.ts";
import { tapeFiles } from "../../net/files.ts";
import { createTape } from "../../tape/create.ts";
import type { TapeSink } from "../../tape/sink.ts";
import type { Host } from "../host.ts";
import { UsageError } from "../usage_error.ts";

/** How many bytes are packed together. */
const PACKED_TOGETHER = 1024 * 1024;

/** Before anything is read: names that promise what is not written. */
export function checkOut(out: string): void {
  if (!/\.(?:zst|zstd|br|zip|xz|bz2)$/i.test(out)) return;
  const advice = "Write .ndjson or .ndjson.gz, and pack it with another program";
  throw new UsageError(`Cannot write "${out}": tapes are packed with gzip only`, advice);
}

export function openSink(out: string, force: boolean, host: Host): TapeSink {
  if (out === "-") {
    const decoder = new TextDecoder();
    return {
      write: (bytes): void => host.stdout.write(decoder.decode(bytes, { stream: true })),
      close(): void {},
    };
  }
  const created = createTape(host.resolvePath(out), tapeFiles, { force });
  if (!created.ok) throw created.error;
  return /\.gz$/i.test(out) ? new GzipSink(created.sink) : created.sink;
}

/** Members one behind the other are one gzip file: RFC 1952, section 2.2. */
class GzipSink implements TapeSink {
  readonly #sink: TapeSink;
  #waiting: Uint8Array[] = [];
  #bytes = 0;

  constructor(sink: TapeSink) {
    this.#sink = sink;
  }

  write(bytes: Uint8Array): void {
    this.#waiting.push(bytes.slice());
    this.#bytes += bytes.length;
    if (this.#bytes >= PACKED_TOGETHER) this.#pack();
  }

  close(): void {
    try {
      if (this.#bytes > 0) this.#pack();
    } finally {
      this.#sink.close();
    }
  }

  #pack(): void {
    const waiting = concatBytes(this.#waiting);
    this.#waiting = [];
    this.#bytes = 0;
    this.#sink.write(gzipSync(waiting));
  }
}
