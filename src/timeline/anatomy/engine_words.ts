// What the types of Engine.IO packets mean, by revision and by who sends them.

import type { Side } from "../../base/side.ts";
import type { EnginePacket, EngineType } from "../../protocols/engine_io/packet.ts";
import type { Context, Findings } from "./part.ts";
import { ENGINE_SOURCES, type Source } from "./sources.ts";

export interface TypeWords {
  readonly meaning: string;
  readonly source: Source;
  /** The only side that may send it. */
  readonly sender?: Side;
}

export function engineTypeWords(packet: EnginePacket, context: Context): TypeWords {
  const sources = ENGINE_SOURCES[context.engine];
  switch (packet.type) {
    case "open":
      return {
        meaning: "the server opens the session; its details follow",
        source: sources.handshake,
        sender: "server",
      };
    case "close":
      return { meaning: "the session is to be closed", source: sources.types };
    case "ping":
    case "pong":
      return packet.probe === true
        ? probeWords(packet.type, context)
        : beatWords(packet.type, context);
    case "message":
      return { meaning: "carries data of the protocol above", source: sources.message };
    case "upgrade":
      return {
        meaning: "the probe was answered: from here on the client uses this WebSocket, not polling",
        source: sources.upgrade,
        sender: "client",
      };
    case "noop":
      return {
        meaning: "nothing; it only ends a poll that is open, so that the transport can change",
        source: sources.upgrade,
        sender: "server",
      };
    case "unknown":
      return { meaning: "there is no such type: they go from 0 to 6", source: sources.types };
  }
}

function probeWords(type: "ping" | "pong", { engine }: Context): TypeWords {
  const source = ENGINE_SOURCES[engine].upgrade;
  return type === "ping"
    ? { meaning: "the client tries out the WebSocket it wants to use", source, sender: "client" }
    : { meaning: "the server answers: the WebSocket works", source, sender: "server" };
}

/** Revision 4 turned the heartbeat round. */
function beatWords(type: "ping" | "pong", { engine }: Context): TypeWords {
  const source = ENGINE_SOURCES[engine].heartbeat;
  const asker: Side = engine === 4 ? "server" : "client";
  const answerer: Side = engine === 4 ? "client" : "server";
  return type === "ping"
    ? {
      meaning: `the ${asker} asks whether the ${answerer} is there (heartbeat)`,
      source,
      sender: asker,
    }
    : { meaning: `the ${answerer} answers that it is there (heartbeat)`, source, sender: answerer };
}

/** Says so when the wrong side sends it. */
export function checkSender(
  type: EngineType,
  words: TypeWords,
  at: number,
  context: Context,
  findings: Findings,
): void {
  const { sender } = words;
  if (sender === undefined || context.from === undefined || context.from === sender) return;
  const isBeat = type === "ping" || type === "pong";
  findings.mistake(
    at,
    `Only the ${sender} sends this ${type}, and this comes from the ${context.from}`,
    isBeat && context.from === "client"
      ? 'a stock server closes the session: "invalid heartbeat direction"'
      : undefined,
  );
}

/** What stock peers do with a packet that they cannot read (engine.io 6, engine.io-client 6). */
export function parseErrorConsequence(from: Side | undefined): string {
  const server = 'a stock server closes the session with "parse error"';
  const client = 'a stock client closes it with "transport error"';
  if (from === "client") return server;
  return from === "server" ? client.replace("it", "the session") : `${server}, ${client}`;
}
