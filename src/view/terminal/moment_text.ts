// What a moment says at a chosen depth: as bytes and HTTP, as an Engine.IO packet, as a Socket.IO
// packet, or as the application's event. In parts, so that a line can be cut where it hurts least.

import type { Payload } from "../../base/bytes.ts";
import { fromBase64 } from "../../base/bytes.ts";
import { isJsonObject, type Value } from "../../base/json.ts";
import { type EnginePacket, isEnginePacket } from "../../protocols/engine_io/packet.ts";
import { isSocketPacket, type SocketPacket } from "../../protocols/socket_io/packet.ts";
import type { Entry } from "../../tape/entry.ts";
import { type Layer, LAYERS, type Moment } from "../../timeline/moment.ts";
import { formatArgs } from "./event_line.ts";

/** How much of a text is looked at: no line is longer. */
export const MAX_DETAIL = 4096;

export interface MomentText {
  /** The layer that it is told at. */
  readonly layer: Layer;
  /** The layer, or what it is when no layer has it: a mark, a note, a log line. */
  readonly title: string;
  /** Where: the namespace. */
  readonly place: string;
  /** What: an event's name, a packet's type. */
  readonly what: string;
  /** The rest; whatever its length, a line shows of it what fits. */
  readonly detail: string;
  /** Something that was refused or went wrong. */
  readonly isBad: boolean;
}

/** The moment at the depth that was chosen, or as deep as it goes. */
export function momentText(moment: Moment, chosen: Layer = "event"): MomentText {
  const deepest = LAYERS.indexOf(moment.layer);
  const layer = LAYERS[Math.min(deepest, LAYERS.indexOf(chosen))] ?? "wire";
  const text = textAt(moment, layer);
  const { kind } = moment.line.entry;
  const title = kind === "mark" || kind === "note" || kind === "log" ? kind : layer;
  return {
    layer,
    title,
    place: "",
    isBad: false,
    ...text,
    detail: withoutAsterisks(moment, text.detail),
  };
}

type Text = Pick<MomentText, "what" | "detail"> & Partial<Pick<MomentText, "place" | "isBad">>;

function textAt(moment: Moment, layer: Layer): Text {
  const { decoded } = moment;
  const packets = decoded?.packets ?? [];
  switch (layer) {
    case "event": {
      const event = decoded?.event;
      if (event === undefined) break;
      const place = packets.some(isSocketPacket) ? event.namespace : "";
      return { place, what: event.name, detail: formatArgs(event.args) };
    }
    case "socket": {
      const packet = packets.findLast((packet) => isSocketPacket(packet));
      const attachment = packets.find(({ type }) => type === "attachment");
      if (packet !== undefined) return socketText(packet, moment);
      if (attachment !== undefined) return { what: moment.label, detail: "" };
      break;
    }
    case "engine": {
      const packet = packets.find(isEnginePacket);
      if (packet !== undefined) return engineText(packet);
      return { what: moment.label, detail: "", isBad: packets[0]?.type === "error" };
    }
  }
  return moment.line.known ? wireText(moment.line.entry, moment) : unknownText(moment);
}

function socketText(packet: SocketPacket, moment: Moment): Text {
  const { type, namespace, data, error } = packet;
  const id = packet.ackId === undefined ? "" : ` ${packet.ackId}`;
  const args = Array.isArray(data) ? formatArgs(data) : formatData(data);
  const detail = error === undefined
    ? args
    : [error.message, formatData(error.data)].filter((part) => part !== "").join("  ");
  const isWaiting = moment.label.includes("(waiting");
  return {
    place: namespace,
    what: isWaiting ? moment.label : type === "unknown" ? "unreadable packet" : `${type}${id}`,
    detail: type === "unknown" ? formatPayload(packet.raw ?? "") : detail,
    isBad: type === "CONNECT_ERROR" || type === "unknown",
  };
}

function engineText(packet: EnginePacket): Text {
  const { type, handshake, data, probe } = packet;
  if (type === "open" && handshake !== undefined) {
    const { sid, upgrades = [], pingInterval, pingTimeout } = handshake;
    const detail = [
      `session ${sid ?? "without a sid"}`,
      ...(pingInterval === undefined ? [] : [`a ping every ${pingInterval / 1000} s`]),
      ...(pingTimeout === undefined ? [] : [`answered within ${pingTimeout / 1000} s`]),
      ...(upgrades.length === 0 ? [] : [`can upgrade to ${upgrades.join(", ")}`]),
    ].join(", ");
    return { what: type, detail };
  }
  if (type === "unknown") {
    return { what: "unreadable packet", detail: formatPayload(data), isBad: true };
  }
  return { what: probe === true ? `${type} probe` : type, detail: formatPayload(data) };
}

function wireText(entry: Entry, moment: Moment): Text {
  switch (entry.kind) {
    case "open":
      return { what: moment.label, detail: entry.peer === undefined ? "" : `from ${entry.peer}` };
    case "request":
      return { what: entry.method, detail: entry.url };
    case "response": {
      const isText = entry.text !== undefined && entry.text !== "";
      const reason = entry.reason ?? "";
      return {
        what: `HTTP ${entry.status}${reason === "" ? "" : ` ${reason}`}`,
        detail: isText ? formatPayload(entry.text ?? "") : "",
        isBad: entry.status >= 400,
      };
    }
    case "message":
    case "bytes": {
      const { text, base64 = "" } = entry;
      const payload = text ?? fromBase64(base64) ?? base64;
      return { what: entry.kind, detail: formatPayload(payload) };
    }
    case "note":
      return { what: entry.rule, detail: entry.text };
    case "mark":
      return { what: entry.text, detail: "" };
    case "log":
      return { what: entry.source, detail: formatPayload(entry.text) };
    case "close":
      return { what: moment.label, detail: "", isBad: entry.reset === true };
    default:
      return { what: moment.label, detail: "" };
  }
}

function unknownText(moment: Moment): Text {
  const { kind: _kind, at: _at, ...fields } = moment.line.entry;
  const detail = JSON.stringify(fields).slice(0, MAX_DETAIL);
  return { what: `unknown kind ${moment.label}`, detail };
}

function formatData(data: Value | undefined): string {
  return data === undefined ? "" : formatArgs([data]);
}

function formatPayload(payload: Payload): string {
  return typeof payload === "string" ? payload.slice(0, MAX_DETAIL) : `<${payload.length} bytes>`;
}

/** What was hidden is as long as the secret was: eight asterisks say as much. */
function withoutAsterisks({ line }: Moment, text: string): string {
  return isJsonObject(line.entry.redacted) ? shortenHidden(text) : text;
}

/** For text of which the tape says that something in it was hidden. */
export function shortenHidden(text: string): string {
  return text.replace(/\*{9,}/g, "********");
}
