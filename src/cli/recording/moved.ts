// What to do about a redirect: where the target is now, as its URL is typed for `record` and `proxy`.
// A login page is no such place.

import { printable } from "../../view/terminal/event_line.ts";
import type { WaitingRequest } from "./exchanges.ts";

export interface Redirect {
  readonly target: URL;
  readonly asked: WaitingRequest;
  readonly status: number;
  readonly location: string;
  /** What is done with the target: `record`, `proxy`. */
  readonly verb: string;
}

export interface Move {
  readonly sentence: string;
  /** The stock client would go past the tap. */
  readonly leaves: boolean;
}

/** Where Socket.IO servers stand when nobody says otherwise. */
const USUAL_PATH = "/socket.io/";

/** A word in the path of pages where people prove who they are. */
const LOGIN =
  /(?:^|[/._-])(?:log-?in|sign-?in|auth|oauth2?|sso|saml|session|account)s?(?:$|[/._-])/i;

/** Backslashes are slashes to those who follow it. */
const NAMES_HOST = /^(?:[a-z][a-z0-9+.-]*:)?[\\/]{2}/i;

export function describeMove({ target, asked, status, location, verb }: Redirect): Move {
  const plain = new URL(target.href.replace(/^ws/, "http"));
  const answered = `The target answered ${asked.method} ${printable(asked.path)} ` +
    `with HTTP ${status}`;
  const moved = URL.parse(location, new URL(asked.url, plain).href);
  // Where no host is named, the stock client's polling (xmlhttprequest-ssl 2.1.2) does not come back:
  // it asks port 80 of its own machine.
  const leaves = !asked.isUpgrade || NAMES_HOST.test(location.trim());
  if (location.trim() === "" || moved === null) {
    // What cannot be read at all is followed by nobody.
    const sentence = `${answered} and a Location that is no URL`;
    return { sentence, leaves: leaves && moved !== null };
  }
  if (!/^(?:http|ws)s?:$/.test(moved.protocol)) {
    return { sentence: `${answered} and a Location that leads nowhere`, leaves };
  }
  const isHome = moved.host === plain.host && isSecure(moved) === isSecure(plain);
  return { sentence: sentenceOf({ target, asked, moved, isHome, verb, answered }), leaves };
}

interface Moved {
  readonly target: URL;
  readonly asked: WaitingRequest;
  readonly moved: URL;
  /** It is the same server. */
  readonly isHome: boolean;
  readonly verb: string;
  readonly answered: string;
}

function sentenceOf({ target, asked, moved, isHome, verb, answered }: Moved): string {
  const origin = originAs(target, moved);
  const path = printable(moved.pathname);
  const isSocket = asked.isEngine && !target.protocol.startsWith("ws");
  const samePath = moved.pathname === asked.path;
  if (samePath && isHome) return `${answered} and sends it to itself`;
  if (samePath || (isSocket && looksLikeSocket(moved))) {
    // Where only the origin is new, the rest of the target stays as it was.
    const place = `${origin}${isSocket ? target.pathname : path}`;
    if (samePath) return `Target moved to ${place}: ${verb} that instead`;
    const how = verb === "record" ? `with --path ${path}` : `its clients' path is ${path} then`;
    return isHome
      ? `Target moved to ${origin}${path}: ${verb} it${verb === "record" ? " " : ", "}${how}`
      : `Target moved to ${place}: ${verb} that instead, ${how}`;
  }
  const isLogin = LOGIN.test(moved.pathname);
  if (!isLogin && !(isSocket && isHome)) {
    return `Target moved to ${origin}${path}: ${verb} that instead`;
  }
  const page = isLogin ? "which looks like a login" : "another page";
  const missing = isSocket ? "Socket.IO" : "WebSocket";
  return `${answered} and sends it to ${origin}${path}, ${page}: no ${missing} there`;
}

/** Its address says so: the query that Engine.IO always has, or the usual path. */
function looksLikeSocket({ pathname, search }: URL): boolean {
  return /[?&](?:EIO|transport)=/.test(search) ||
    pathname.replace(/\/*$/, "/").endsWith(USUAL_PATH);
}

/** As the target is typed: `ws` stays `ws`. No name and no password stand in it. */
function originAs(target: URL, moved: URL): string {
  const family = target.protocol.startsWith("ws") ? "ws" : "http";
  return `${family}${isSecure(moved) ? "s" : ""}://${moved.host}`;
}

function isSecure({ protocol }: URL): boolean {
  return protocol === "https:" || protocol === "wss:";
}
