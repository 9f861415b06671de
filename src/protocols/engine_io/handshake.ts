// Reads the JSON of an open packet. Servers differ in what they send, so every field is optional;
// one of the wrong type is left out and noted.

import { isJsonObject, type JsonValue, parseJson } from "../../base/json.ts";
import type { Note } from "../../base/note.ts";
import type { Handshake } from "./packet.ts";

export interface ReadHandshake {
  /** Undefined when there is no JSON object at all. */
  readonly handshake?: Handshake;
  readonly notes: readonly Note[];
}

export function readHandshake(text: string): ReadHandshake {
  const parsed = parseJson(text);
  if (!parsed.ok) return { notes: [handshakeNote(`is not JSON: ${parsed.reason}`)] };
  if (!isJsonObject(parsed.value)) return { notes: [handshakeNote("is not a JSON object")] };
  const { sid, upgrades, pingInterval, pingTimeout, maxPayload } = parsed.value;
  const notes: Note[] = [];
  if (sid === undefined) notes.push(handshakeNote('has no "sid"'));
  const handshake = {
    ...field("sid", sid, isString, "a string", notes),
    ...field("upgrades", upgrades, isStrings, "a list of strings", notes),
    ...field("pingInterval", pingInterval, isNumber, "a number", notes),
    ...field("pingTimeout", pingTimeout, isNumber, "a number", notes),
    ...field("maxPayload", maxPayload, isNumber, "a number", notes),
  };
  return { handshake, notes };
}

function field<Name extends string, Type extends JsonValue>(
  name: Name,
  value: JsonValue | undefined,
  isRight: (value: JsonValue) => value is Type,
  expected: string,
  notes: Note[],
): { readonly [Key in Name]?: Type } {
  if (value === undefined) return {};
  // The computed key widens the literal to a record of any name.
  if (isRight(value)) return { [name]: value } as { readonly [Key in Name]: Type };
  notes.push(handshakeNote(`"${name}" is ${JSON.stringify(value)}, expected ${expected}`));
  return {};
}

function handshakeNote(text: string): Note {
  return { rule: "engine.io/handshake", text: `Handshake: ${text}` };
}

function isString(value: JsonValue): value is string {
  return typeof value === "string";
}

function isNumber(value: JsonValue): value is number {
  return typeof value === "number";
}

function isStrings(value: JsonValue): value is readonly string[] {
  return Array.isArray(value) && value.every(isString);
}
