// Chooses the moments that are shown: those that fit, reach the layer, are not folded away, stand
// around the entry that was asked for, and not more than wanted. Tells when no more can follow.

import { type Layer, LAYERS, type Moment } from "../../timeline/moment.ts";
import { type Routine, routineOf } from "../../timeline/routine.ts";
import { UsageError } from "../usage_error.ts";
import { type Question, readConns, readFilters } from "./filters.ts";
import type { InspectFlags } from "./flags.ts";
import { readTimeRange } from "../time_range.ts";

/** How many moments before and after are shown by --around. */
export const DEFAULT_CONTEXT = 5;

/** A line may have been written a little after one that happened later. */
const LATE_MILLISECONDS = 1000;

const NOTHING: readonly Moment[] = [];

export class Selector {
  readonly #questions: readonly Question[];
  readonly #layer: Layer | undefined;
  readonly #showsAll: boolean;
  readonly #around: Around | undefined;
  readonly #conns: readonly number[];
  readonly #limit: number;
  readonly #until: number;
  readonly #folded = new Map<Routine, number>();
  #shown = 0;
  #isDone = false;

  constructor(flags: InspectFlags) {
    this.#questions = readFilters(flags);
    this.#layer = readLayer(flags.layer);
    this.#showsAll = flags.all;
    this.#around = readAround(flags.around);
    this.#conns = readConns(flags);
    this.#limit = flags.limit ?? Infinity;
    this.#until = flags.between === undefined
      ? Infinity
      : readTimeRange(flags.between, "--between").until;
  }

  get layer(): Layer | undefined {
    return this.#layer;
  }

  /** What fitted and was folded away. */
  get folded(): ReadonlyMap<Routine, number> {
    return this.#folded;
  }

  /** The line that --around asks for. */
  get around(): number | undefined {
    return this.#around?.line;
  }

  /** The connections that were asked for. */
  get conns(): readonly number[] {
    return this.#conns;
  }

  get shown(): number {
    return this.#shown;
  }

  /** Nothing that follows will be shown. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Whether the flags ask for it, folded away or not. */
  fits(moment: Moment): boolean {
    for (const question of this.#questions) if (!question(moment)) return false;
    return this.#layer === undefined || reaches(moment, this.#layer);
  }

  /** The moments that are to be shown now: this one, none, or those before it as well. */
  receive(moment: Moment): readonly Moment[] {
    if (this.#isDone) return NOTHING;
    if (moment.at > this.#until + LATE_MILLISECONDS) this.#isDone = true;
    const isCentre = this.#around?.line === moment.line.number;
    if (!isCentre && !this.#chooses(moment)) return NOTHING;
    const chosen = this.#around === undefined ? [moment] : this.#around.receive(moment);
    const shown = chosen.slice(0, this.#limit - this.#shown);
    this.#shown += shown.length;
    if (this.#shown >= this.#limit || this.#around?.isDone === true) this.#isDone = true;
    return shown;
  }

  #chooses(moment: Moment): boolean {
    if (!this.fits(moment)) return false;
    if (this.#layer === "wire" && moment.part > 0) return false;
    if (this.#showsAll || !moment.isRoutine) return true;
    const routine = routineOf(moment);
    if (isUnfolded(routine, this.#layer)) return true;
    this.#folded.set(routine, (this.#folded.get(routine) ?? 0) + 1);
    return false;
  }
}

/** Marks and notes are of every layer: somebody wanted them to be seen. */
function reaches({ line, layer, answers, decoded }: Moment, wanted: Layer): boolean {
  if (line.entry.kind === "mark" || line.entry.kind === "note") return true;
  switch (wanted) {
    case "wire":
      return true;
    case "engine":
    case "socket":
      return decoded?.packets.some(({ protocol }) => protocol === `${wanted}.io`) ?? false;
    case "event":
      return layer === "event" || answers !== undefined;
  }
}

/** Who asks for a layer asks for what is routine there, but not for what beats and logs. */
function isUnfolded(routine: Routine, layer: Layer | undefined): boolean {
  switch (routine) {
    case "HTTP exchange":
    case "TCP line":
      return layer === "wire";
    case "binary part":
      return layer !== undefined && layer !== "event";
    default:
      return false;
  }
}

function readLayer(text: string | undefined): Layer | undefined {
  if (text === undefined) return undefined;
  const layer = LAYERS.find((name) => name === text);
  if (layer !== undefined) return layer;
  throw new UsageError(`Cannot read --layer "${text}": expected ${LAYERS.join(", ")}`);
}

/** Keeps what came last, until the entry comes that it is all about. */
class Around {
  readonly #context: number;
  readonly #before: Moment[] = [];
  #after: number | undefined;

  constructor(readonly line: number, context: number) {
    this.#context = context;
  }

  get isDone(): boolean {
    return this.#after !== undefined && this.#after > this.#context;
  }

  receive(moment: Moment): readonly Moment[] {
    if (moment.line.number === this.line) {
      this.#after = 0;
      return [...this.#before.splice(0), moment];
    }
    // The line itself may have no moment: then what follows it is its centre.
    if (this.#after === undefined && moment.line.number > this.line) this.#after = 0;
    if (this.#after !== undefined) {
      this.#after += 1;
      return this.isDone ? NOTHING : [...this.#before.splice(0), moment];
    }
    if (this.#context === 0) return NOTHING;
    if (this.#before.length >= this.#context) this.#before.shift();
    this.#before.push(moment);
    return NOTHING;
  }
}

function readAround(text: string | undefined): Around | undefined {
  if (text === undefined) return undefined;
  const [, line, context] = /^#?(\d+)(?:,(\d+))?$/.exec(text) ?? [];
  if (line !== undefined) {
    return new Around(Number(line), context === undefined ? DEFAULT_CONTEXT : Number(context));
  }
  throw new UsageError(
    `Cannot read --around "${text}": it is no entry's number`,
    "Write it like 40, or 40,20 for twenty before and after",
  );
}
