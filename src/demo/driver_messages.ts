// What S2's clients may say, and what is wrong with it otherwise. Latitude and longitude are strings
// there, in requests and in answers.

import { isJsonObject, parseJson } from "../base/json.ts";

/** Every endpoint takes one command. */
export type DriverEndpoint = "get-tracking" | "set-tracking";

export type DriverRequest =
  /** Wants to be told where the driver is. */
  | { readonly kind: "start"; readonly token: string }
  /** Says where the driver is. */
  | { readonly kind: "send"; readonly token: string; readonly lat: string; readonly lon: string }
  | { readonly kind: "wrong"; readonly reason: string };

const SHAPE = 'expected {"type":"authenticate","payload":{"token","command"}}';

export function readDriverRequest(text: string, endpoint: DriverEndpoint): DriverRequest {
  const parsed = parseJson(text);
  if (!parsed.ok || !isJsonObject(parsed.value)) return wrong(SHAPE);
  const { type, payload } = parsed.value;
  if (type !== "authenticate" || !isJsonObject(payload)) return wrong(SHAPE);
  const { command, lat, lon } = payload;
  const token = typeof payload.token === "string" ? payload.token : "";
  const taken = endpoint === "get-tracking" ? "start" : "send";
  if (command !== taken) return wrong(`${endpoint} takes the command "${taken}"`);
  if (taken === "start") return { kind: "start", token };
  if (!isDegrees(lat, 90) || !isDegrees(lon, 180)) {
    return wrong('"lat" and "lon" must be degrees in strings');
  }
  return { kind: "send", token, lat, lon };
}

/** What the server says of a driver, to whoever listens and to whoever sent it. */
export function driverAnswer(lat: string, lon: string): string {
  return JSON.stringify({ location_lat: lat, location_lon: lon });
}

/** What a client of get-tracking says first. */
export function startMessage(token: string): string {
  return JSON.stringify({ type: "authenticate", payload: { token, command: "start" } });
}

/** What a client of set-tracking says every five seconds. */
export function sendMessage(token: string, lat: string, lon: string): string {
  return JSON.stringify({ type: "authenticate", payload: { token, command: "send", lat, lon } });
}

const DEGREES = /^[+-]?\d{1,3}(?:\.\d{1,12})?$/;

function isDegrees(value: unknown, most: number): value is string {
  return typeof value === "string" && DEGREES.test(value) && Math.abs(Number(value)) <= most;
}

function wrong(reason: string): DriverRequest {
  return { kind: "wrong", reason };
}
