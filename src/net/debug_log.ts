// The debug logging of Socket.IO's own client, caught as text. It is a log that stands beside a
// recording, never the recording: it leaves things out.

import createDebug from "debug";
import { format } from "node:util";
import type { Target } from "./target.ts";

/** Who is told one line, and by which part of the client. */
export type LogListener = (source: string, text: string) => void;

const NAMESPACES = "engine.io-client*,socket.io-client*,socket.io-parser*";

/** Sends every debug line to `listener` until it is disposed of. One at a time in a process. */
export function catchDebugLog(listener: LogListener): Disposable {
  const { formatArgs, log } = createDebug;
  createDebug.formatArgs = () => {};
  createDebug.log = function (
    this: { readonly namespace?: string } | undefined,
    ...args: readonly unknown[]
  ): void {
    listener(this?.namespace ?? "debug", format(...args));
  };
  createDebug.enable(NAMESPACES);
  return {
    [Symbol.dispose](): void {
      createDebug.disable();
      createDebug.formatArgs = formatArgs;
      createDebug.log = log;
    },
  };
}

/** Before a member's name: it is the whole name, and not the end of a longer one. */
const NAME_START = "(?<![\\w-])";

/** After a member's name: `":"`, `: '`, `\":\"`, as JSON and as objects are printed. */
const MEMBER = "\\\\*[\"']?\\s*:\\s*\\\\*[\"']?";

/** Between host and port, also where a URL stands in a query. */
const COLON = "(:|%3A)";

/**
 * Puts the target's name where the log has the tap's, which only stands in for it: in URLs, as
 * `host:port`, and as members of objects, however these were printed.
 */
export function namingTarget(
  tap: { readonly hostname: string; readonly port: number },
  target: Target,
): (text: string) => string {
  const address = tap.hostname.replaceAll(".", "\\.");
  const place = `(?<![\\d.])${address}${COLON}${tap.port}\\b`;
  const url = new RegExp(`\\b(http|ws)(${COLON}(?:\\/\\/|%2F%2F))${place}`, "gi");
  const pair = new RegExp(place, "gi");
  const port = new RegExp(`(${NAME_START}port${MEMBER})${tap.port}\\b`, "gi");
  const host = new RegExp(`(${NAME_START}(?:host|hostname|address)${MEMBER})${address}\\b`, "gi");
  const known = new RegExp(`\\b${tap.port}\\b|3A${tap.port}\\b`, "i");
  const secure = target.secure ? "s" : "";
  const namePlace = (colon: string): string => target.host.replace(/:(?=\d+$)/, colon);
  return (text) => {
    if (!known.test(text)) return text;
    let isNamed = false;
    const naming = (name: string): string => {
      isNamed = true;
      return name;
    };
    const placed = text
      .replace(
        url,
        (_whole, scheme: string, start: string, _colon: string, colon: string) =>
          naming(`${scheme}${secure}${start}${namePlace(colon)}`),
      )
      .replace(pair, (_whole, colon: string) => naming(namePlace(colon)))
      .replace(port, (_whole, before: string) => naming(`${before}${target.port}`));
    // Only beside the tap's port: a host of that name may also be what somebody said.
    if (!isNamed) return placed;
    return placed.replace(host, (_whole, before: string) => `${before}${target.hostname}`);
  };
}
