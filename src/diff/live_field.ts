// What one place of a live event was in all of its instances: how often it was there, of which
// types, between which numbers. Only figures are kept, and an act here and there to look at.

import { printPath } from "../timeline/filter/path_syntax.ts";
import { type Axis, axisOf, coordinateOf } from "../timeline/positions.ts";
import type { Act } from "./act.ts";
import { earlier, LiveOrderTally } from "./live_order.ts";
import { LiveExtremes, LiveTexts } from "./live_extremes.ts";
import { HIDDEN } from "./mask.ts";
import { timestampOf } from "./timestamps.ts";

/** In the order in which they are told. */
export const TYPES = ["null", "boolean", "number", "string", "list", "object", "binary"] as const;

/** Indexes of TYPES. */
export const NULL = 0;
export const BOOLEAN = 1;
export const NUMBER = 2;
export const TEXT = 3;
export const LIST = 4;
export const OBJECT = 5;
export const BINARY = 6;

/** So many keys of one object are known by name; the others count as any key. */
export const MAX_NAMES = 100;

/** A key that is rather an id, as in a table of drivers by id: it says nothing about the shape. */
const ID_KEY = /^\d+$|^[\da-f]{8}-[\da-f-]{27}$|^(?=.*\d)[\w-]{20,}$/i;

/** What a text turned out to be in all instances so far. */
type TextKind = "unknown" | "time" | "decimal" | "other";

export class LiveField {
  readonly path: string;
  /** It is one half of a position, by its name. */
  readonly axis: Axis | undefined;
  count = 0;
  readonly counts: number[] = [0, 0, 0, 0, 0, 0, 0];
  first: Act | undefined;
  /** The first act of each type on the tape, whichever session it is of. */
  readonly examples: (Act | undefined)[] = [];
  /** The first act in which the object around it was there without it. */
  lackedBy: Act | undefined;
  /** In which of the visits to the object around it it was last seen. */
  seenIn = 0;

  /** Numbers, and texts that are all numbers or all times. */
  numbers = 0;
  isInteger = true;
  least = Infinity;
  most = -Infinity;
  /** How it goes on from act to act. */
  readonly order = new LiveOrderTally();
  readonly extremes = new LiveExtremes();
  readonly texts = new LiveTexts();
  textKind: TextKind = "unknown";

  /** What it is in all instances, unless it was another once. */
  constant: string | number | boolean | undefined;
  isConstant = true;

  /** Visits to this object, for `seenIn` of its fields. */
  visits = 0;
  readonly fields = new Map<string, LiveField>();
  /** The fields of the latest object in their order: the next one mostly has the same. */
  expected: LiveField[] = [];
  readonly names: string[] = [];
  /** Keys that are ids, or too many. */
  anyKey: LiveField | undefined;
  anyItem: LiveField | undefined;
  constructor(path: string, axis: Axis | undefined) {
    this.path = path;
    this.axis = axis;
  }

  /** The field of this name, made when it is new; undefined when there are too many fields. */
  make(name: string, create: LiveFields): LiveField | undefined {
    if (ID_KEY.test(name) || this.fields.size >= MAX_NAMES) {
      return this.anyKey ??= create.field(`${this.path}.*`, undefined);
    }
    const field = create.field(this.path + printPath([name]).slice(1), axisOf(name));
    if (field === undefined) return undefined;
    // The first object was there before, without it.
    if (this.visits > 1) field.lackedBy = this.examples[OBJECT];
    this.fields.set(name, field);
    return field;
  }

  /** Counts a value of this type. */
  saw(type: number, act: Act): void {
    this.count++;
    if (this.first === undefined || act.line < this.first.line) this.first = act;
    const counts = this.counts;
    const example = this.examples[type];
    if (example === undefined || act.line < example.line) this.examples[type] = act;
    counts[type] = (counts[type] ?? 0) + 1;
  }

  /** What was hidden has no type: it may be anything. */
  sawHidden(act: Act): void {
    this.count++;
    this.first = earlier(this.first, act);
    this.isConstant = false;
  }

  leaf(value: string | number | boolean, session: number, act: Act): void {
    if (this.isConstant) {
      if (this.constant === undefined) this.constant = value;
      else if (this.constant !== value) this.isConstant = false;
    }
    if (typeof value === "number") {
      this.saw(NUMBER, act);
      this.#number(value, session, act);
    } else if (typeof value === "string") this.#text(value, session, act);
    else this.saw(BOOLEAN, act);
  }

  #text(text: string, session: number, act: Act): void {
    if (text.includes(HIDDEN)) {
      this.sawHidden(act);
      return;
    }
    this.saw(TEXT, act);
    this.texts.add(text, act);
    if (this.textKind === "other") return;
    const time = this.textKind === "decimal" ? undefined : timestampOf(text)?.milliseconds;
    const number = time ?? (this.textKind === "time" ? undefined : coordinateOf(text));
    if (number === undefined) this.textKind = "other";
    else {
      this.textKind = time === undefined ? "decimal" : "time";
      this.#number(number, session, act);
    }
  }

  #number(value: number, session: number, act: Act): void {
    this.numbers++;
    this.extremes.add(value, act);
    // No place on earth that anybody drives through: it would stand for a range of its own.
    if (value === 0 && this.axis !== undefined) return;
    if (value < this.least) this.least = value;
    if (value > this.most) this.most = value;
    if (this.isInteger && !Number.isInteger(value)) this.isInteger = false;
    this.order.add(value, session, act);
  }

  /** How many times it went from one end of its range to the other, all ways together. */
  get travels(): number {
    return this.most > this.least ? this.order.travel / (this.most - this.least) : 0;
  }

  /** All of its texts are of this kind, and there is nothing but text. */
  isText(kind: TextKind): boolean {
    return this.textKind === kind && this.counts[TEXT] === this.count;
  }
}

/** Makes fields as long as there is room. */
export interface LiveFields {
  field(path: string, axis: Axis | undefined): LiveField | undefined;
}
