// Why it did not connect, from what the tap saw: the client itself only says "xhr poll error".

import type { Side } from "../../base/side.ts";
import { placeOf, targetOf } from "../../net/target.ts";
import { isEnginePacket } from "../../protocols/engine_io/packet.ts";
import type { Decoded } from "../../protocols/protocol.ts";
import { isSocketPacket, type SocketPacket } from "../../protocols/socket_io/packet.ts";
import type { BytesEntry, CloseEntry, Entry, ResponseEntry } from "../../tape/entry.ts";
import { cut, formatArgs, printable } from "../../view/terminal/event_line.ts";
import { MAX_REFUSAL } from "../../view/terminal/shown_moment.ts";
import { headerValue } from "../../wire/headers.ts";
import { SWITCHING_PROTOCOLS } from "../../wire/status.ts";
import { contentBytes } from "./content_bytes.ts";
import type { WaitingRequest } from "./exchanges.ts";
import { describeMove } from "./moved.ts";
import { saidText } from "./said_text.ts";
import { beginsTls, otherProtocol, otherScheme, wantsWebSocket } from "./scheme.ts";
import { StrangeConnections } from "./strange_connections.ts";

export interface ReasonOptions {
  readonly target: URL;
  /** What is done with the target: `record`, `proxy`. */
  readonly verb: string;
  /**
   * Told of what the target does not do, each time; `key` is the same for the same. `isLate`: the
   * session stands, and goes on without.
   */
  readonly trouble: (key: string, sentence: string, isLate: boolean) => void;
}

/** Who is gone sooner has not waited for an answer. */
const SHORTEST_WAIT = 1000;

/** How many namespaces may wait to be let in. */
const MAX_CONNECTING = 100;

/** Told everything that was recorded but messages; keeps the last thing that may be the reason. */
export class ReasonFinder {
  readonly #options: ReasonOptions;
  #reason: string | undefined;
  #hasMoved = false;
  #wasAnswered = false;
  /** What is the reason unless the answer turns out to be Engine.IO. */
  #doubt: { readonly asked: WaitingRequest; readonly sentence: string } | undefined;
  /** Namespaces that wait to be let in, and since when. */
  readonly #connecting = new Map<string, number>();
  readonly #strange = new StrangeConnections();

  constructor(options: ReasonOptions) {
    this.#options = options;
  }

  /** One sentence, or undefined when the wire showed nothing wrong. */
  reasonAt(at: number): string | undefined {
    this.#settle();
    if (this.#reason !== undefined) return this.#reason;
    const [waiting] = this.#connecting;
    if (waiting === undefined) return undefined;
    const [namespace, since] = waiting;
    return `No answer to CONNECT ${printable(namespace)} within ${seconds(at - since)}`;
  }

  /** The target sends clients elsewhere, past the tap. */
  get hasMoved(): boolean {
    return this.#hasMoved;
  }

  /** Gives the sentence for people. */
  failed(error: Error): string {
    const { target } = this.#options;
    // Said for any scheme where it was found out; here it is known which one is meant.
    const said = error.message.includes("does not speak TLS")
      ? `${placeOf(targetOf(target))} does not speak TLS: use ${otherScheme(target)}`
      : error.message;
    this.#reason = `The target cannot be reached: ${said}`;
    return this.#reason;
  }

  /** Everything but messages; what a response answers is told besides. */
  recorded(entry: Entry): void {
    if (!isBetween(entry)) this.#settle();
    const strange = this.#strange.recorded(entry);
    if (strange !== undefined) this.#spokeOtherwise(strange);
    if (entry.kind === "close") this.#closed(entry);
  }

  #spokeOtherwise(entry: BytesEntry): void {
    if (entry.from === "client" || this.#wasAnswered) return;
    const { target } = this.#options;
    const isSecret = beginsTls(entry) && !targetOf(target).secure;
    const sentence = isSecret
      ? `${placeOf(targetOf(target))} speaks TLS on this port: use ${otherScheme(target)}`
      : "The target does not speak HTTP on this port";
    this.#reason = sentence;
    this.#options.trouble("not-http", sentence, false);
  }

  /** What it answers is not known, or not yet. */
  answeredEarly(): void {
    this.#wasAnswered = true;
  }

  answered(asked: WaitingRequest, entry: ResponseEntry): void {
    this.#wasAnswered = true;
    if (!asked.isEngine && !asked.isUpgrade) return this.#pageMoved(entry);
    const { status } = entry;
    if (status === SWITCHING_PROTOCOLS) {
      if (!asked.isEngine) this.#reason = undefined;
    } else if (status < 300) this.#doubtful(asked, entry);
    else this.#refused(asked, entry);
  }

  #doubtful(asked: WaitingRequest, entry: ResponseEntry): void {
    if (asked.isUpgrade) {
      const sentence = `The server answered ${nameOf(asked)} with ${contentOf(entry)} instead of ` +
        "a WebSocket: is there one at this path?";
      return this.#blame(asked, "no-websocket", sentence);
    }
    if (asked.hasSession) return;
    const path = this.#options.verb === "record" ? " (--path)" : "";
    const sentence = entry.truncated === true
      ? `The server's answer to ${nameOf(asked)} was cut after ${contentBytes(entry)} bytes`
      : `The server answered ${nameOf(asked)} with ${contentOf(entry)}, which is no Engine.IO: ` +
        `is there a Socket.IO server at this path?${path}`;
    this.#doubt = { asked, sentence };
  }

  #settle(): void {
    const doubt = this.#doubt;
    if (doubt === undefined) return;
    this.#doubt = undefined;
    // Where it was sent on to a page, the page is no news.
    if (this.#reason === undefined) this.#blame(doubt.asked, "no-engine", doubt.sentence);
  }

  #refused(asked: WaitingRequest, entry: ResponseEntry): void {
    const { target, verb, trouble } = this.#options;
    const { status } = entry;
    const location = headerValue(entry.headers, "location");
    if (status < 400 && location !== undefined) {
      const { sentence, leaves } = describeMove({ target, asked, status, location, verb });
      this.#hasMoved = leaves;
      return this.#blame(asked, `moved ${status}`, sentence);
    }
    const said = saidText(entry.text ?? "");
    const words = said === "" ? "" : `: ${said}`;
    const isPlainToTls = !targetOf(target).secure && status === 400 && /\bhttps\b/i.test(said);
    const advice = isPlainToTls ? ` (use ${otherScheme(target)})` : "";
    const wish = this.#socketAdvice(asked, entry);
    const told = `HTTP ${status}${words}${advice}${wish === "" ? "" : `. ${wish}`}`;
    if (!asked.hasSession) this.#reason = `The target answered ${told}`;
    trouble(
      `${status} ${nameOf(asked)}`,
      `The target answered ${nameOf(asked)} with ${told}`,
      asked.hasSession,
    );
  }

  /** Of `record` only: through `proxy` anybody's client goes its own way. */
  #socketAdvice(asked: WaitingRequest, entry: ResponseEntry): string {
    const { target, verb } = this.#options;
    if (verb !== "record" || asked.isUpgrade || asked.hasSession) return "";
    return wantsWebSocket(entry) ? `It wants a WebSocket: record ${otherProtocol(target)}` : "";
  }

  /** Pages lead to other sites; one that leads to the target itself leads clients past the tap. */
  #pageMoved({ status, headers }: ResponseEntry): void {
    const { target, verb, trouble } = this.#options;
    const moved = URL.parse(headerValue(headers, "location") ?? "");
    if (status < 300 || status >= 400 || moved?.hostname !== target.hostname) return;
    const advice = moved.origin === target.origin ? "" : `: ${verb} that instead`;
    trouble(
      `page moved ${moved.origin}`,
      `The target sends clients past this tap, to ${moved.origin}${advice}`,
      false,
    );
  }

  #blame(asked: WaitingRequest, kind: string, sentence: string): void {
    if (!asked.hasSession) this.#reason = sentence;
    this.#options.trouble(`${kind} ${nameOf(asked)}`, sentence, asked.hasSession);
  }

  /** Its connection has gone. */
  unanswered(asked: WaitingRequest, { by, at }: CloseEntry): void {
    // Only now: a browser's spare connection is closed unasked, and that is no trouble.
    if (by === "server" && !this.#wasAnswered) {
      this.#options.trouble("closed", this.#closedSentence, false);
    }
    if (asked.hasSession || at - asked.at < SHORTEST_WAIT) return;
    this.#reason ??= `No answer to ${nameOf(asked)} within ${seconds(at - asked.at)}`;
  }

  #closed(entry: CloseEntry): void {
    if (entry.by !== "server" || this.#wasAnswered) return;
    this.#reason ??= this.#closedSentence;
  }

  get #closedSentence(): string {
    const { target, verb } = this.#options;
    const closed = "The target closed the connection without an answer";
    const { secure } = targetOf(target);
    const other = otherScheme(target);
    // Engine.IO's server hangs up on who asks for a WebSocket at any path but its own.
    if (verb === "record" && target.protocol.startsWith("ws")) {
      const advice = `Is it a Socket.IO server? Then record ${otherProtocol(target)}`;
      return `${closed}. ${advice}${secure ? "" : `. Or does it want ${other}?`}`;
    }
    return `${closed}${secure ? "" : `. Does it want ${other}?`}`;
  }

  decoded(decoded: Decoded, at: number): void {
    const packet = decoded.packets.at(-1);
    if (packet === undefined || decoded.event !== undefined) return;
    if (isEnginePacket(packet)) {
      if (packet.type !== "open" || packet.handshake?.sid === undefined) return;
      this.#doubt = undefined;
      this.#reason = undefined;
    } else if (isSocketPacket(packet)) this.#followConnect(packet, decoded.from, at);
  }

  #followConnect(packet: SocketPacket, from: Side, at: number): void {
    const { type, namespace } = packet;
    if (type === "CONNECT" && from === "client" && this.#connecting.size < MAX_CONNECTING) {
      this.#connecting.set(namespace, at);
    }
    if (type === "DISCONNECT" || from === "server") this.#connecting.delete(namespace);
    if (type === "CONNECT" && from === "server") this.#reason = undefined;
    if (type === "CONNECT_ERROR") {
      this.#reason = `The server refused the connection to ${refusalOf(packet)}`;
    }
  }
}

/** What may stand between an answer and what it means: our own notes on it, for instance. */
function isBetween({ kind }: Entry): boolean {
  return kind === "note" || kind === "log" || kind === "mark";
}

/** `/sfa: the token has expired  {"code":"TOKEN_EXPIRED"}` */
function refusalOf({ namespace, error }: SocketPacket): string {
  const data = error?.data === undefined ? "" : formatArgs([error.data]);
  const said = [error?.message ?? "", data]
    .filter((part) => part !== "")
    .map((part) => cut(printable(part), MAX_REFUSAL))
    .join("  ");
  return `${printable(namespace)}${said === "" ? "" : `: ${said}`}`;
}

/** `200 text/html`, `204 and no body` */
function contentOf(entry: ResponseEntry): string {
  if (contentBytes(entry) === 0) return `${entry.status} and no body`;
  const type = headerValue(entry.headers, "content-type")?.replace(/;.*$/s, "").trim();
  return `${entry.status} ${cut(printable(type || "of no type"), MAX_TYPE)}`;
}

const MAX_TYPE = 40;
const MAX_PATH = 80;

function nameOf({ method, path }: WaitingRequest): string {
  return `${method} ${cut(printable(path), MAX_PATH)}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}
