// Which lines a cut keeps: those that were asked for, and those without which the rest could not be
// decoded: how their connections were opened and upgraded, and how their sessions and namespaces
// began. Made in a first pass over the tape, since only its end shows which connections live on.

import type { TapeLine } from "../../tape/entry.ts";
import type { DecoderOptions } from "../../protocols/registry.ts";
import type { Moment } from "../moment.ts";
import { Timeline } from "../timeline.ts";
import { type HeldLine, holdLine } from "./held_line.ts";
import { enginePacketOf, socketPacketOf } from "./packet_data.ts";
import { type PacketGroup, PacketGroups } from "./packet_groups.ts";

export interface CutOptions {
  /** Milliseconds; what was at neither end is kept as well. */
  readonly between?: { readonly from: number; readonly to: number };
  readonly where?: (moment: Moment) => boolean;
  readonly decoding: DecoderOptions;
}

export interface CutPlan {
  /** Nothing on the tape is what was asked for. */
  readonly isEmpty: boolean;
  readonly from: number;
  readonly to: number;
  /** As it was, as context, or not at all. */
  keeps(line: number): "asked-for" | "context" | undefined;
  /** Whether a packet of a kept polling body stays in it. */
  keepsPart(line: number, part: number): boolean;
}

/** A line that tells how something began or ended, of which only some packets may be of interest. */
interface Candidate {
  readonly line: number;
  readonly part: number | undefined;
  readonly conn: number | undefined;
  /** Only with this session; without it, only with the connection. */
  readonly session: string | undefined;
}

export async function planCut(
  lines: AsyncIterable<TapeLine>,
  options: CutOptions,
): Promise<CutPlan> {
  const planner = new Planner(options);
  for await (const line of lines) planner.receive(line);
  return planner.finish();
}

class Planner {
  readonly #options: CutOptions;
  readonly #timeline: Timeline;
  readonly #groups = new PacketGroups();
  readonly #asked = new Set<number>();
  readonly #context = new Set<number>();
  /** The packets that stay, of lines of which not all do. */
  readonly #parts = new Map<number, Set<number>>();
  readonly #conns = new Set<number>();
  readonly #sessions = new Set<string>();
  readonly #candidates: Candidate[] = [];
  readonly #requests = new Map<number, { readonly line: number; readonly upgrades: boolean }>();
  readonly #responses = new Map<number, number>();

  constructor(options: CutOptions) {
    this.#options = options;
    this.#timeline = new Timeline(options.decoding);
  }

  receive(line: TapeLine): void {
    const { from, to } = this.#range;
    if (line.entry.at > to) return;
    if (!line.known) {
      if (line.entry.at >= from) this.#asked.add(line.number);
      return;
    }
    const moments: Moment[] = [];
    this.#timeline.receive(line, moments);
    const held = holdLine(line, moments);
    for (const part of held.parts) {
      for (const group of this.#groups.add(held, part)) this.#settle(group);
    }
    this.#noteStructure(held);
  }

  finish(): CutPlan {
    for (const group of this.#groups.giveUp()) this.#settle(group);
    this.#addSessions();
    this.#addPairs();
    this.#addConnections();
    const { from, to } = this.#range;
    const [asked, context, parts] = [this.#asked, this.#context, this.#parts];
    return {
      isEmpty: asked.size === 0,
      from,
      to,
      keeps: (line) => asked.has(line) ? "asked-for" : context.has(line) ? "context" : undefined,
      keepsPart: (line, part) => parts.get(line)?.has(part) ?? true,
    };
  }

  get #range(): { readonly from: number; readonly to: number } {
    return this.#options.between ?? { from: -Infinity, to: Infinity };
  }

  #settle({ members, torn }: PacketGroup): void {
    const last = members.at(-1);
    if (last === undefined) return;
    const isAsked = this.#isAskedFor(last.part.moment);
    for (const { held, part } of members) {
      const { line } = held;
      const isKept = torn ? this.#isAskedFor(part.moment) : isAsked;
      if (!isKept) continue;
      const early = line.entry.at < this.#range.from;
      (early ? this.#context : this.#asked).add(line.number);
      this.#keepPart(line.number, part.moment.part);
      if (part.moment.conn !== undefined) this.#conns.add(part.moment.conn);
      const session = part.moment.decoded?.session;
      if (session !== undefined) this.#sessions.add(session);
    }
  }

  #isAskedFor(moment: Moment): boolean {
    if (moment.at < this.#range.from) return false;
    return this.#options.where?.(moment) ?? true;
  }

  #keepPart(line: number, part: number): void {
    const parts = this.#parts.get(line);
    if (parts === undefined) this.#parts.set(line, new Set([part]));
    else parts.add(part);
  }

  #noteStructure({ line, parts }: HeldLine): void {
    if (!line.known) return;
    const { entry, number } = line;
    switch (entry.kind) {
      case "open":
      case "close":
        this.#candidate(number, entry.conn);
        break;
      case "control":
        if (entry.op === "close" || entry.op === "end") this.#candidate(number, entry.conn);
        break;
      case "request": {
        const upgrades = entry.headers.some(([name]) => name.toLowerCase() === "upgrade");
        this.#requests.set(entry.id, { line: number, upgrades });
        if (upgrades) this.#candidate(number, entry.conn);
        break;
      }
      case "note":
        // It says of a response that it answers nothing.
        if (entry.rule === "wire/response-unasked" && entry.conn !== undefined) {
          this.#candidate(number, entry.conn);
        }
        break;
      case "response":
        this.#responses.set(number, entry.id);
        if (this.#requests.get(entry.id)?.upgrades === true) this.#candidate(number, entry.conn);
        break;
    }
    for (const { moment } of parts) {
      if (!isBeginning(moment)) continue;
      const { part, conn } = moment;
      this.#candidates.push({ line: number, part, conn, session: moment.decoded?.session });
    }
  }

  #candidate(line: number, conn: number): void {
    this.#candidates.push({ line, part: undefined, conn, session: undefined });
  }

  #addSessions(): void {
    for (const { line, part, conn, session } of this.#candidates) {
      if (part === undefined) continue;
      const lives = session === undefined
        ? conn !== undefined && this.#conns.has(conn)
        : this.#sessions.has(session);
      if (!lives) continue;
      this.#keepPart(line, part);
      this.#add(line);
      if (conn !== undefined) this.#conns.add(conn);
    }
  }

  /** A response is nothing without its request, and what was asked wants its answer. */
  #addPairs(): void {
    for (const [response, id] of this.#responses) {
      const request = this.#requests.get(id);
      if (request === undefined) continue;
      if (this.#isKept(response) && !this.#isKept(request.line)) this.#addEmptied(request.line);
      if (this.#isKept(request.line) && !this.#isKept(response)) this.#addEmptied(response);
    }
  }

  #addConnections(): void {
    for (const { line, part, conn } of this.#candidates) {
      if (part === undefined && conn !== undefined && this.#conns.has(conn)) this.#add(line);
    }
  }

  /** The line without any of the packets that it may carry. */
  #addEmptied(line: number): void {
    this.#add(line);
    if (!this.#parts.has(line)) this.#parts.set(line, new Set());
  }

  #add(line: number): void {
    if (!this.#asked.has(line)) this.#context.add(line);
  }

  #isKept(line: number): boolean {
    return this.#asked.has(line) || this.#context.has(line);
  }
}

/** How a session or a namespace began or ended. */
function isBeginning({ decoded }: Moment): boolean {
  if (decoded === undefined) return false;
  const engine = enginePacketOf(decoded);
  switch (socketPacketOf(decoded)?.type) {
    case "CONNECT":
    case "CONNECT_ERROR":
    case "DISCONNECT":
      return true;
  }
  return engine?.type === "open" || engine?.type === "upgrade" || engine?.type === "close" ||
    engine?.probe === true;
}
