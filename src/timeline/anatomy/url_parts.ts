// Takes an Engine.IO URL apart: where it goes, and what each parameter of its query says.

import { readEngineUrl } from "../../protocols/engine_io/http.ts";
import { Cutter, type Findings, type Part, type PartWords, PUNCTUATION } from "./part.ts";
import { ENGINE_SOURCES, JSONP_SOURCE, type Source, URL_SOURCE } from "./sources.ts";

export interface UrlParts {
  readonly parts: readonly Part[];
  readonly title: string;
}

const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** A URL, or the target of a request: `/socket.io/?EIO=4&…`. */
export function looksLikeUrl(text: string): boolean {
  return !/[\s"]/.test(text) && (/^(?:https?|wss?):\/\//i.test(text) || /^\/[^,]*\?./.test(text));
}

export function urlParts(text: string, findings: Findings): UrlParts {
  const url = readEngineUrl(text);
  const cutter = new Cutter(text);
  cutter.take(ORIGIN.exec(text)?.[0].length ?? 0, {
    name: "origin",
    meaning: "the server: how to reach it, and where",
    source: URL_SOURCE,
  });
  const query = text.indexOf("?") + 1;
  const hash = text.indexOf("#");
  const stop = hash === -1 ? text.length : hash;
  cutter.take(query > 0 && query <= stop ? query - 1 : stop, {
    name: "path",
    meaning: pathMeaning(url.path, url.eio !== undefined),
    value: url.path,
    source: ENGINE_SOURCES[url.version].path,
  });
  if (query > 0 && query <= stop) takeQuery(cutter, text, query, stop);
  cutter.take(text.length, {
    name: "fragment",
    meaning: "stays with the client: it is never sent",
    source: URL_SOURCE,
  });
  if (url.eio === undefined && url.transport !== undefined) {
    findings.mistake(
      query,
      'There is no "EIO": the server takes this client for one of revision 3',
      'a stock server refuses it (400, "Unsupported protocol version") unless it has allowEIO3',
    );
  }
  return { parts: cutter.parts, title: titleOf(url) };
}

function titleOf(url: ReturnType<typeof readEngineUrl>): string {
  if (url.eio === undefined && url.transport === undefined) return "URL, none of Engine.IO's";
  const what = url.sid === undefined ? "opens a session" : "belongs to an open session";
  return `URL of Engine.IO ${url.version}, ${url.transport ?? "no transport"}: ${what}`;
}

function pathMeaning(path: string, isEngine: boolean): string {
  if (/\/socket\.io\/?$/.test(path)) {
    return "the path that Socket.IO listens on (its path option). No namespace: namespaces are " +
      "joined by CONNECT packets";
  }
  return isEngine ? "the path that the server was told to listen on" : "the path";
}

function takeQuery(cutter: Cutter, text: string, start: number, stop: number): void {
  cutter.take(start, PUNCTUATION);
  const { version, transport } = readEngineUrl(text);
  const sources = ENGINE_SOURCES[version];
  const source = transport === "websocket" ? sources.websocket : sources.polling;
  let at = start;
  for (const pair of text.slice(start, stop).split("&")) {
    const [name = "", ...rest] = pair.split("=");
    cutter.take(at + pair.length, {
      ...parameterWords(decoded(name), decoded(rest.join("=")), source),
      value: decoded(rest.join("=")),
    });
    at += pair.length + 1;
    if (at <= stop) cutter.take(at, PUNCTUATION);
  }
}

function parameterWords(name: string, value: string, source: Source): PartWords {
  switch (name) {
    case "EIO":
      return {
        name: "parameter EIO",
        meaning: `revision ${value} of the Engine.IO protocol (${usersOf(value)})`,
        source,
      };
    case "transport":
      return { name: "parameter transport", meaning: transportMeaning(value), source };
    case "sid":
      return {
        name: "parameter sid",
        meaning: "the session's id, from the open packet; without it a new session is opened",
        source,
      };
    case "t":
      return {
        name: "parameter t",
        meaning: "another one each time, so that no cache answers",
        source,
      };
    case "j":
      return {
        name: "parameter j",
        meaning: `polling by JSONP: the answer is a script that calls ___eio[${value}]`,
        source: JSONP_SOURCE,
      };
    case "b64":
      return {
        name: "parameter b64",
        meaning: "the client takes no binary bodies: binary data goes as base64",
        source: ENGINE_SOURCES[3].polling,
      };
    case "":
      return { name: "parameter", meaning: "a parameter without a name" };
    default:
      return {
        name: `parameter ${name}`,
        meaning: `${name}: the application's own (the client's query option)`,
      };
  }
}

function usersOf(version: string): string {
  if (version === "4") return "Socket.IO 3 and 4";
  return version === "3" ? "Socket.IO 1 and 2" : "none that is in use";
}

function transportMeaning(value: string): string {
  switch (value) {
    case "polling":
      return "by HTTP requests: a GET waits for packets of the server, a POST brings the client's";
    case "websocket":
      return "this request is to become a WebSocket";
    default:
      return `the transport ${value}`;
  }
}

function decoded(text: string): string {
  return new URLSearchParams(`v=${text}`).get("v") ?? "";
}
