// Conversations in short, for the tests of this folder: what tapes carry, and a decoder to tell it.

import type { Payload } from "../../../src/base/bytes.ts";
import { engineIo } from "../../../src/protocols/engine_io/engine_io.ts";
import type { Carried, CarrierDecoder, Decoded } from "../../../src/protocols/protocol.ts";

/** An inner protocol that numbers the messages of its session. */
export function openDecoder(): { readonly decoder: CarrierDecoder; readonly opened: unknown[] } {
  const opened: unknown[] = [];
  const decoder = engineIo.open((options) => {
    opened.push(options);
    const name = `s${opened.length}`;
    let count = 0;
    return {
      receive: (from, data) => ({
        packets: [{ protocol: "inner", type: "m", notes: [] }],
        label: `${name}#${++count} ${from} ${String(data)}`,
        notes: data === "odd" ? [{ rule: "inner/odd", text: "Odd" }] : [],
        ...(data === "event" ? { event: { namespace: "/", name: "e", args: [] } } : {}),
      }),
    };
  });
  return { decoder, opened };
}

/** Tells a tape written in short and answers what each line meant: `sid transport from label`. */
export function play(
  lines: readonly Carried[],
  decoder = openDecoder().decoder,
): readonly string[] {
  return lines.flatMap((line) => decoder.receive(line)).map(shown);
}

function shown({ session = "-", transport, from, label }: Decoded): string {
  return `${session} ${transport ?? "-"} ${from} ${label}`;
}

export function request(conn: number, id: number, query: string, body?: Payload): Carried {
  const method = body === undefined ? "GET" : "POST";
  const url = `/socket.io/?${query}`;
  return { kind: "request", conn, id, method, url, headers: [], data: body ?? "" };
}

export function response(conn: number, id: number, data: Payload, status = 200): Carried {
  return { kind: "response", conn, id, status, headers: [], data };
}

export function message(conn: number, from: "client" | "server", data: Payload): Carried {
  return { kind: "message", conn, from, data };
}

export const close = (conn: number): Carried => ({ kind: "close", conn });

export const OPEN =
  '0{"sid":"S","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000}';
export const POLL = "EIO=4&transport=polling";
export const SOCKET = "EIO=4&transport=websocket";
