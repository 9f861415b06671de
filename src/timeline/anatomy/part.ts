// What taking something apart yields: parts that tile the input exactly, each with a name and what
// it means, and what is wrong with the whole. Pure data: screens and pages draw it.

import { type Payload, toHex } from "../../base/bytes.ts";
import type { JsonValue } from "../../base/json.ts";
import type { Side } from "../../base/side.ts";
import type { Source } from "./sources.ts";

/** A piece of the input. The texts of all parts, put one after the other, are the input again. */
export interface Part {
  /** In characters (UTF-16 units) of text, in bytes of binary. */
  readonly start: number;
  readonly end: number;
  /** The piece itself; of binary its hexadecimal digits. */
  readonly text: string;
  /** What it is called, the same for all pieces of its kind: `namespace`. */
  readonly name: string;
  /** What it says, in a sentence; empty for commas and brackets. */
  readonly meaning: string;
  /** What was read from it: `"/sfa"`, `17`, `"EVENT"`. */
  readonly value?: JsonValue;
  /** Where the protocol's documents say so. */
  readonly source?: Source;
  /** What it is made of; they tile it. */
  readonly children?: readonly Part[];
  /** What it holds in another coding (base64, a string of JavaScript), taken apart. */
  readonly inside?: Anatomy;
}

export interface Mistake {
  /** Where, in characters of text or bytes of binary from the beginning. */
  readonly at: number;
  /** What is wrong. */
  readonly text: string;
  /** What the receiver would do. */
  readonly consequence?: string;
}

export interface Anatomy {
  readonly input: Payload;
  /** What it is as a whole: `Engine.IO packet: message, with a Socket.IO EVENT`. */
  readonly title: string;
  readonly parts: readonly Part[];
  readonly mistakes: readonly Mistake[];
  /** What was guessed, what follows on the wire, what to try. */
  readonly remarks: readonly string[];
}

/** What is known of the input beforehand. */
export interface AnatomyOptions {
  /** The revision of Engine.IO; guessed, and 4 unless only 3 fits. */
  readonly engine?: 3 | 4;
  /** Who sent it; both readings are told when nobody knows. */
  readonly from?: Side;
  readonly transport?: "polling" | "websocket";
  /** What Engine.IO's messages carry; guessed by default. */
  readonly inner?: InnerProtocol;
  /** There is no Engine.IO around it: a message of a plain WebSocket. */
  readonly plain?: true;
}

export type InnerProtocol = "socket.io" | "json" | "raw";

/** The options when all that can be guessed has been. */
export interface Context {
  readonly engine: 3 | 4;
  readonly from: Side | undefined;
  readonly transport: "polling" | "websocket";
  readonly inner: InnerProtocol | undefined;
}

/** What is said of the whole while it is taken apart. */
export class Findings {
  readonly mistakes: Mistake[] = [];
  readonly remarks: string[] = [];

  mistake(at: number, text: string, consequence?: string): void {
    this.mistakes.push({ at, text, ...(consequence === undefined ? {} : { consequence }) });
  }

  /** Says it once. */
  remark(text: string): void {
    if (!this.remarks.includes(text)) this.remarks.push(text);
  }
}

/** All of a part but where it stands. */
export type PartWords = Omit<Part, "start" | "end" | "text">;

/** Cuts the input into parts from left to right, so that they tile it. */
export class Cutter {
  readonly parts: Part[] = [];
  readonly #input: Payload;
  #position: number;

  constructor(input: Payload, start = 0) {
    this.#input = input;
    this.#position = start;
  }

  get position(): number {
    return this.#position;
  }

  /** The part from here to `end`; nothing where that is here. */
  take(end: number, words: PartWords): void {
    if (end <= this.#position) return;
    this.parts.push(partOf(this.#input, this.#position, end, words));
    this.#position = end;
  }
}

export function partOf(input: Payload, start: number, end: number, words: PartWords): Part {
  const text = typeof input === "string"
    ? input.slice(start, end)
    : toHex(input.subarray(start, end));
  return { start, end, text, ...words };
}

/** What holds parts together and has no meaning of its own. */
export const PUNCTUATION: PartWords = { name: "punctuation", meaning: "" };
