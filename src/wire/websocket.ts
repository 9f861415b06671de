// One side's WebSocket frames: data frames go to the assembler, control frames are told at once,
// what is neither comes out as bytes (RFC 6455, section 5).

import { Assembler } from "./assembler.ts";
import { MAX_STANDARD_CONTROL_BYTES, tellControl } from "./control.ts";
import type { DeflateParameters } from "./events.ts";
import { type Flow, type Parser, speakBytes, tellBytes } from "./flow.ts";
import { type FrameHead, OPCODE, peekFrameHead } from "./frames.ts";
import { MAX_CONTROL_BYTES } from "./limits.ts";
import { unmask } from "./mask.ts";

/** Frames up to this size, if so much is kept, are awaited whole; longer ones are read as they come. */
const LARGE_FRAME_BYTES = 1024 * 1024;

export function* speakWebSocket(flow: Flow, deflate: DeflateParameters | undefined): Parser {
  const { feed } = flow;
  const assembler = new Assembler(flow, deflate);
  const manners = new Manners(flow);
  const largestAwaited = Math.min(LARGE_FRAME_BYTES, flow.limits.maxMessageBytes);
  for (;;) {
    const head = peekFrameHead(feed);
    if (head === undefined) {
      if (feed.ended) break;
      yield;
      continue;
    }
    if (head.length === Infinity) {
      const text = "A frame's length is beyond 2^53; what follows is not read";
      flow.note("frame-length", text, feed.position);
      break;
    }
    const isStreamed = head.length > largestAwaited && (!isControl(head) || !isReadable(head));
    if (!isStreamed && feed.length < head.size + head.length) {
      if (feed.ended) break;
      yield;
      continue;
    }
    const start = feed.position;
    manners.check(head, start);
    if (!isReadable(head)) {
      yield* readRaw(flow, head.size + head.length);
      continue;
    }
    feed.skip(head.size);
    if (isControl(head)) {
      const payload = feed.take(head.length);
      tellControl(flow, head.opcode, head.masked ? unmask(payload, head.key) : payload, start);
    } else if (isStreamed) {
      assembler.begin(head, start);
      const whole = yield* readStreamed(flow, head, assembler);
      if (whole) assembler.finish(head);
    } else {
      assembler.readFrame(head, start);
    }
  }
  assembler.abandon(feed.position);
  if (feed.ended && feed.length > 0) {
    const end = feed.position + feed.length;
    flow.note("frame-truncated", "The stream ended within a frame", feed.position, end);
  }
  yield* speakBytes(flow);
}

/** Whether all of the frame's payload came. */
function* readStreamed({ feed }: Flow, head: FrameHead, assembler: Assembler): Parser<boolean> {
  for (let read = 0; read < head.length;) {
    if (feed.length === 0) {
      if (feed.ended) return false;
      yield;
      continue;
    }
    const piece = feed.takeSome(head.length - read);
    assembler.add(head, piece, read);
    read += piece.length;
  }
  return true;
}

/** A frame that cannot be read as what it says it is: its bytes come out as they are. */
function* readRaw(flow: Flow, size: number): Parser {
  const { feed } = flow;
  const end = feed.position + size;
  for (;;) {
    tellBytes(flow, end - feed.position);
    if (feed.position === end) return;
    if (feed.ended) {
      flow.note("frame-truncated", "The stream ended within a frame", end - size, feed.position);
      return;
    }
    yield;
  }
}

/** RFC 6455, section 5.2: opcodes from 8 on are control frames. */
function isControl(head: FrameHead): boolean {
  return head.opcode >= OPCODE.close;
}

function isKnown(opcode: number): boolean {
  return opcode <= OPCODE.binary || (opcode >= OPCODE.close && opcode <= OPCODE.pong);
}

function isReadable(head: FrameHead): boolean {
  return isKnown(head.opcode) && (!isControl(head) || head.length <= MAX_CONTROL_BYTES);
}

/** Tells what breaks the rules and can be read all the same. */
class Manners {
  readonly #flow: Flow;
  #maskNoted = false;
  #closed = false;
  #afterCloseNoted = false;

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  check(head: FrameHead, start: number): void {
    const { from } = this.#flow;
    if (head.masked !== (from === "client") && !this.#maskNoted) {
      // RFC 6455, section 5.1
      this.#maskNoted = true;
      const text = head.masked ? "The server masks its frames" : "The client does not mask a frame";
      this.#flow.note("masking", text, start);
    }
    if (this.#closed && !this.#afterCloseNoted) {
      this.#afterCloseNoted = true;
      this.#flow.note("after-close", `The ${from} sends frames after its close frame`, start);
    }
    if (!isKnown(head.opcode)) {
      const text = `Opcode ${head.opcode} is reserved; the frame is kept as bytes`;
      this.#flow.note("frame-opcode", text, start);
    } else if (isControl(head)) {
      this.#checkControl(head, start);
    }
  }

  /** RFC 6455, section 5.5 */
  #checkControl(head: FrameHead, start: number): void {
    if (head.opcode === OPCODE.close) this.#closed = true;
    if (head.length > MAX_STANDARD_CONTROL_BYTES) {
      const text = `A control frame has ${head.length} bytes, allowed are 125`;
      this.#flow.note("control-frame", text, start);
    }
    if (!head.fin) this.#flow.note("control-frame", "A control frame is fragmented", start);
    if (head.reserved !== 0) {
      this.#flow.note("frame-reserved-bits", "A control frame has reserved bits", start);
    }
  }
}
