// A tap with a recorder behind it and a tape in memory: what a recording looks like, from the first
// connection to the end of the tap.

import { assertEquals } from "@std/assert";
import type net from "node:net";
import { ManualClock } from "../../src/base/clock.ts";
import type { Side } from "../../src/base/side.ts";
import { Recorder, type RecorderListener } from "../../src/net/recorder.ts";
import { lateOwner } from "../../src/net/tap_owner.ts";
import { GOODBYE_MILLISECONDS, type TapOptions } from "../../src/net/tap.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { Redactor } from "../../src/tape/redact/redactor.ts";
import { TapeWriter } from "../../src/tape/writer.ts";
import type { WireEvent } from "../../src/wire/events.ts";
import { HeldTime } from "../house/held_time.ts";
import { MemorySink } from "../tape/memory_tape.ts";
import { HEADER } from "../tape/samples.ts";
import { verifyText } from "../timeline/convert/tapes.ts";
import { inTime } from "../peers/in_time.ts";
import { dial, tapTo, Witness } from "./sockets.ts";

const nothing = (): void => {};
const SILENT: RecorderListener = {
  recorded: nothing,
  decoded: nothing,
  failed: nothing,
  tapeFailed: nothing,
};

export interface Recording {
  readonly port: number;
  /** The first connection is gone. */
  readonly whenClosed: Promise<void>;
  /** Until the first connection has told of such an event. */
  told(kind: WireEvent["kind"], from: Side): Promise<void>;
  /** Ends the tap, whose patience with its connections is over at once, then the tape. */
  end(): Promise<RecordedTape>;
}

export interface RecordedTape {
  readonly text: string;
  readonly entries: readonly Entry[];
  /** For how many milliseconds, and how often, the tap wanted to wait until it ended. */
  readonly waits: readonly number[];
}

export async function recordTap(
  port: number,
  options: Partial<TapOptions> & { readonly bodies?: boolean } = {},
): Promise<Recording> {
  const { bodies = true, ...rest } = options;
  const sink = new MemorySink();
  const writer = new TapeWriter(sink, { ...HEADER, redaction: { on: true } });
  const recorder = new Recorder({
    writer,
    redactor: new Redactor({ hashKey: new Uint8Array(16), enabled: true }),
    clock: new ManualClock(),
    watch: true,
    bodies,
    listener: SILENT,
  });
  const witness = new Witness();
  const tap = await tapTo(port, lateOwner([recorder, witness]), rest);
  return {
    port: tap.port,
    get whenClosed(): Promise<void> {
      return witness.whenClosed;
    },
    told: (kind, from) => witness.until(`${kind} 1 ${from}`),
    async end(): Promise<RecordedTape> {
      const ended = Promise.withResolvers<void>();
      const whenEnded = inTime(ended.promise, "the end of the tap");
      using time = new HeldTime((delay) => delay === GOODBYE_MILLISECONDS ? "over" : "runs");
      void tap[Symbol.asyncDispose]().then(ended.resolve, ended.reject);
      await whenEnded;
      const waits = [...time.delays];
      recorder.finish();
      writer.end(0);
      const entries = sink.text.trimEnd().split("\n").slice(1).map((line) => JSON.parse(line));
      return { text: sink.text, entries, waits };
    },
  };
}

/** Answers the first bytes with these, and says nothing more. */
export function answers(text: string): (socket: net.Socket) => void {
  return (socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.write(text));
  };
}

/** A client that ends when it is let go of. */
export function call(port: number): net.Socket {
  const client = dial(port);
  client.on("end", () => client.end());
  return client;
}

/** What stands on the tape but notes: its kind, and what counts here of each. */
export function shown(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap((entry) => {
    switch (entry.kind) {
      case "request":
        return [`request ${entry.id} ${entry.method} ${bodyOf(entry)}`.trimEnd()];
      case "response":
        return [`response ${entry.id} ${entry.status} ${bodyOf(entry)}`.trimEnd()];
      case "message":
        return [`message ${entry.from} ${bodyOf(entry)}`];
      case "control":
        return [`${entry.op} ${entry.from}`];
      case "close":
        return [`close ${entry.by} ${entry.reset}`];
      default:
        return [];
    }
  });
}

function bodyOf(entry: Entry & { kind: "request" | "response" | "message" }): string {
  const omitted = "omitted" in entry && entry.omitted === true ? "omitted " : "";
  return `${omitted}${entry.text ?? ""}${entry.truncated === true ? "…" : ""}`;
}

export async function assertSound({ text }: RecordedTape): Promise<void> {
  assertEquals((await verifyText(text)).findings, []);
}

export function notesOf({ entries }: RecordedTape): readonly string[] {
  return entries.flatMap((entry) => entry.kind === "note" ? [entry.rule] : []);
}
