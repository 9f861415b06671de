// Adds one instance of a live event to the figures of its places.

import type { Value, ValueObject } from "../base/json.ts";
import { MAX_JSON_DEPTH } from "../base/json_depth.ts";
import type { Axis } from "../timeline/positions.ts";
import type { Act } from "./act.ts";
import type { ContentRules } from "./content_rules.ts";
import { BINARY, LIST, LiveField, type LiveFields, NULL, OBJECT } from "./live_field.ts";
import { earlier } from "./live_order.ts";
import type { Place } from "./places.ts";

/** So many places of one event are known; what else it has is not looked at. */
export const MAX_FIELDS = 1000;

export class LiveWalk implements LiveFields {
  readonly root = new LiveField("$", undefined);
  readonly #rules: ContentRules;
  #count = 0;
  #session = 0;

  constructor(rules: ContentRules) {
    this.#rules = rules;
  }

  field(path: string, axis: Axis | undefined): LiveField | undefined {
    if (this.#count >= MAX_FIELDS) return undefined;
    this.#count++;
    return new LiveField(path, axis);
  }

  /** `session` counts from 0. */
  add(act: Act, session: number): void {
    this.#session = session;
    const { value } = act.content;
    const { root: place, isArguments } = this.#rules;
    if (place.isIgnored) return;
    if (!isArguments || !Array.isArray(value)) this.#value(this.root, value, place, act, 0);
    else if (value.length === 1) this.#value(this.root, value[0] ?? null, place, act, 0);
    else this.#arguments(this.root, value, place, act);
  }

  /** Of several arguments each has its own meaning, as the fields of an object have. */
  #arguments(field: LiveField, args: readonly Value[], place: Place, act: Act): void {
    field.saw(LIST, act);
    for (const [index, value] of args.entries()) {
      const below = place.atItem(index, args.length);
      if (below.isIgnored) continue;
      const argument = this.#argument(field, index);
      if (argument !== undefined) this.#value(argument, value, below, act, 1);
    }
  }

  #argument(field: LiveField, index: number): LiveField | undefined {
    const name = `[${index}]`;
    const known = field.fields.get(name);
    if (known !== undefined) return known;
    const made = this.field(field.path + name, undefined);
    if (made !== undefined) field.fields.set(name, made);
    return made;
  }

  #value(field: LiveField, value: Value, place: Place, act: Act, depth: number): void {
    if (typeof value === "object") {
      if (value === null) field.saw(NULL, act);
      else if (Array.isArray(value)) this.#list(field, value, place, act, depth);
      else if (value instanceof Uint8Array) field.saw(BINARY, act);
      else this.#object(field, value as ValueObject, place, act, depth);
    } else field.leaf(value, this.#session, act);
  }

  #list(field: LiveField, list: readonly Value[], place: Place, act: Act, depth: number): void {
    field.saw(LIST, act);
    if (depth > MAX_JSON_DEPTH) return;
    for (let index = 0; index < list.length; index++) {
      const below = place.isFree ? place : place.atItem(index, list.length);
      if (below.isIgnored) continue;
      const item = field.anyItem ??= this.field(`${field.path}[*]`, undefined);
      if (item !== undefined) this.#value(item, list[index] ?? null, below, act, depth + 1);
    }
  }

  #object(field: LiveField, object: ValueObject, place: Place, act: Act, depth: number): void {
    field.saw(OBJECT, act);
    if (depth > MAX_JSON_DEPTH) return;
    const visit = ++field.visits;
    const { names, expected, fields } = field;
    let index = 0;
    let known = 0;
    for (const key in object) {
      const below = place.isFree ? place : place.atKey(key);
      if (below.isIgnored) continue;
      let child = names[index] === key ? expected[index] : undefined;
      if (child === undefined) {
        child = fields.get(key) ?? field.make(key, this);
        if (child === undefined) continue;
        if (child !== field.anyKey) {
          names[index] = key;
          expected[index] = child;
        }
      }
      index++;
      if (child.seenIn !== visit) {
        child.seenIn = visit;
        if (child !== field.anyKey) known++;
      }
      this.#value(child, object[key] ?? null, below, act, depth + 1);
    }
    if (known === fields.size) return;
    for (const child of fields.values()) {
      if (child.seenIn !== visit) child.lackedBy = earlier(child.lackedBy, act);
    }
  }
}
