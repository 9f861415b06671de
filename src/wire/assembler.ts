// Puts one side's WebSocket messages together: fragments (RFC 6455, section 5.4), compression
// (RFC 7692), strict UTF-8, limits. Control frames never come here.

import type { Payload } from "../base/bytes.ts";
import { Collector } from "./collector.ts";
import type { DeflateParameters } from "./events.ts";
import { textOrBytes } from "./feed.ts";
import type { Flow } from "./flow.ts";
import { type FrameHead, OPCODE, RSV1 } from "./frames.ts";
import { Inflater } from "./inflate.ts";
import { MAX_LISTED_FRAMES } from "./limits.ts";
import { unmask, unmaskText } from "./mask.ts";

/** A message whose frames are still coming. */
interface OpenMessage {
  readonly start: number;
  readonly isText: boolean;
  readonly compressed: boolean;
  /** The payloads as they were sent, unmasked. */
  readonly sent: Collector;
  readonly frames: number[];
  /** How many frames it has; those over the limit are not listed. */
  frameCount: number;
  wireBytes: number;
  /** Whether it is inflated piece by piece. */
  streamed: boolean;
}

interface Content {
  readonly data: Payload;
  readonly truncated: boolean;
}

export class Assembler {
  readonly #flow: Flow;
  readonly #inflater: Inflater | undefined;
  #open: OpenMessage | undefined;

  constructor(flow: Flow, deflate: DeflateParameters | undefined) {
    this.#flow = flow;
    if (deflate === undefined) return;
    const alone = flow.from === "client"
      ? deflate.clientNoContextTakeover
      : deflate.serverNoContextTakeover;
    this.#inflater = new Inflater({
      contextTakeover: !alone,
      maxBytes: flow.limits.maxMessageBytes,
      maxInflatedBytes: flow.limits.maxInflatedBytes,
    });
  }

  /** Reads the payload of a data frame, of which all has come. */
  readFrame(head: FrameHead, start: number): void {
    if (this.#readPlainMessage(head, start)) return;
    this.begin(head, start);
    this.add(head, this.#flow.feed.take(head.length), 0);
    this.finish(head);
  }

  /** A data frame begins. */
  begin(head: FrameHead, start: number): void {
    this.#checkReserved(head, start);
    const isContinuation = head.opcode === OPCODE.continuation;
    if (isContinuation && this.#open === undefined) {
      this.#flow.note("fragment", "A continuation frame continues no message", start);
    }
    if (!isContinuation && this.#open !== undefined) {
      this.#flow.note("fragment", "A message begins before the one before it is whole", start);
      this.abandon(start);
    }
    this.#open ??= {
      start,
      isText: head.opcode === OPCODE.text,
      compressed: this.#inflater !== undefined && !isContinuation && (head.reserved & RSV1) !== 0,
      sent: new Collector(this.#flow.limits.maxMessageBytes),
      frames: [],
      frameCount: 0,
      wireBytes: 0,
      streamed: false,
    };
    const message = this.#open;
    message.frameCount++;
    if (message.frameCount <= MAX_LISTED_FRAMES) message.frames.push(head.length);
    message.wireBytes += head.size;
  }

  /** A piece of the frame's payload has come, behind `before` bytes of it. */
  add(head: FrameHead, piece: Uint8Array, before: number): void {
    const message = this.#open;
    if (message === undefined) return;
    const plain = head.masked ? unmask(piece, head.key, before) : piece;
    message.sent.add(plain);
    message.wireBytes += piece.length;
    if (!message.compressed) return;
    const isWhole = head.fin && message.frameCount === 1 && piece.length === head.length;
    if (isWhole && !message.sent.truncated) return;
    message.streamed = true;
    this.#inflater?.push(plain);
  }

  /** The frame is whole, and with it the message when it was the last one. */
  finish(head: FrameHead): void {
    const message = this.#open;
    if (!head.fin || message === undefined) return;
    this.#open = undefined;
    this.#tell(message, this.#flow.feed.position, this.#read(message));
  }

  /** No more frames of the open message will be read: it ends here, in part. */
  abandon(end: number): void {
    const message = this.#open;
    if (message === undefined) return;
    this.#open = undefined;
    if (message.compressed) this.#inflater?.abandon();
    this.#flow.note("message-truncated", "A message was not finished", message.start, end);
    const sent = message.sent.take();
    const data = message.isText && !message.compressed ? textOrBytes(sent) : sent;
    this.#tell(message, end, { data, truncated: true });
  }

  /** The common case, without further ado: one frame, not compressed, within the limit. */
  #readPlainMessage(head: FrameHead, start: number): boolean {
    const { feed, from, limits } = this.#flow;
    const { opcode, length, masked } = head;
    const isPlain = head.fin && head.reserved === 0 && opcode !== OPCODE.continuation &&
      this.#open === undefined && length <= limits.maxMessageBytes;
    if (!isPlain) return false;
    let data: Payload;
    if (opcode === OPCODE.text) {
      data = masked ? unmaskText(feed.take(length), head.key) : feed.takeText(length);
      if (typeof data !== "string") this.#tellInvalidText(start);
    } else {
      data = masked ? unmask(feed.take(length), head.key) : feed.take(length);
    }
    const end = feed.position;
    this.#flow.tell({
      kind: "message",
      from,
      start,
      end,
      data,
      frames: [length],
      wireBytes: head.size + length,
      compressed: false,
    });
    return true;
  }

  #read(message: OpenMessage): Content {
    const { sent } = message;
    if (!message.compressed || this.#inflater === undefined) {
      return this.#decode(message, sent.take(), sent.seen);
    }
    const bytes = sent.take();
    const inflated = message.streamed ? this.#inflater.finish() : this.#inflater.inflate(bytes);
    if (inflated.ok) return this.#decode(message, inflated.bytes, inflated.length);
    const text = `A message could not be inflated, its bytes stay as sent: ${inflated.reason}`;
    this.#flow.note("deflate", text, message.start, this.#flow.feed.position);
    return { data: bytes, truncated: sent.truncated };
  }

  /** `length` is the whole message's, of which `bytes` were kept. */
  #decode(message: OpenMessage, bytes: Uint8Array, length: number): Content {
    const truncated = bytes.length < length;
    if (truncated) {
      const text = `A message of ${length} bytes is kept in part: its first ${bytes.length} bytes`;
      this.#flow.note("message-too-large", text, message.start, this.#flow.feed.position);
    }
    if (!message.isText) return { data: bytes, truncated };
    const data = truncated ? textBefore(bytes) : textOrBytes(bytes);
    if (typeof data !== "string") this.#tellInvalidText(message.start);
    return { data, truncated };
  }

  #tell(message: OpenMessage, end: number, { data, truncated }: Content): void {
    const { start, frames, frameCount, wireBytes, compressed } = message;
    if (frameCount > frames.length) {
      const text = `A message has ${frameCount} frames, of which ${frames.length} are listed`;
      this.#flow.note("fragment", text, start, end);
    }
    this.#flow.tell({
      kind: "message",
      from: this.#flow.from,
      start,
      end,
      data,
      frames,
      wireBytes,
      compressed,
      ...(truncated ? { truncated } : {}),
    });
  }

  #tellInvalidText(start: number): void {
    const text = "A text message is not UTF-8; it is kept as bytes";
    this.#flow.note("invalid-utf8", text, start, this.#flow.feed.position);
  }

  #checkReserved(head: FrameHead, start: number): void {
    const isFirst = head.opcode !== OPCODE.continuation;
    const allowed = this.#inflater !== undefined && isFirst ? RSV1 : 0;
    const odd = head.reserved & ~allowed;
    if (odd === 0) return;
    const bits = odd.toString(2).padStart(3, "0");
    const text = `A data frame has reserved bits ${bits} that nobody agreed on`;
    this.#flow.note("frame-reserved-bits", text, start);
  }
}

/** Text that was cut anywhere: a character that was cut is left out. */
function textBefore(bytes: Uint8Array): Payload {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 3 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  const isCut = end > 0 && (bytes[end - 1] ?? 0) >= 0xc0;
  const whole = textOrBytes(bytes);
  if (typeof whole === "string" || !isCut) return whole;
  const text = textOrBytes(bytes.subarray(0, end - 1));
  return typeof text === "string" ? text : bytes;
}
