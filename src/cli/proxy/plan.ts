// What a proxy is to do: its target and flags, read and checked before anything is opened.

import { isIP } from "node:net";
import type { TapOptions } from "../../net/tap.ts";
import type { Host } from "../host.ts";
import { readCertificate } from "../certificate_files.ts";
import { originIn } from "../origin.ts";
import { readTargetUrl, shownUrl } from "../target_url.ts";
import { UsageError } from "../usage_error.ts";
import type { ProxyFlags } from "./flags.ts";

/** The same for `proxy` and `replay`, so that an app switches between them without an edit. */
export const DEFAULT_PORT = 7007;
const LOOPBACK = "127.0.0.1";

export interface Address {
  readonly hostname: string;
  readonly port: number;
}

export interface ProxyPlan {
  readonly target: URL;
  readonly listen: Address;
  readonly serve?: NonNullable<TapOptions["serve"]>;
  readonly rewrite: NonNullable<TapOptions["rewrite"]>;
}

export function readProxyPlan(typed: string, flags: ProxyFlags, host: Host): ProxyPlan {
  const { allowOrigin, rewriteOrigin, rewriteCookies } = flags;
  const serve = readServe(flags, host);
  return {
    target: readTarget(typed),
    listen: readAddress(flags.listen),
    ...(serve === undefined ? {} : { serve }),
    rewrite: {
      origin: rewriteOrigin,
      cookies: rewriteCookies,
      ...(allowOrigin === undefined ? {} : { allowOrigin: readOrigin(allowOrigin) }),
    },
  };
}

const INSTEAD = "what the client sends goes on as it is";

function readTarget(typed: string): URL {
  const target = readTargetUrl(typed, {
    verb: "tap",
    example: "https://example.com or http://127.0.0.1:3000",
    instead: `Leave them out: ${INSTEAD}`,
  });
  const part = target.search !== "" ? "query" : target.hash !== "" ? "fragment" : undefined;
  if (part === undefined) return target;
  throw new UsageError(
    `Cannot tap "${shownUrl(typed)}": a proxy adds no ${part}`,
    `Leave it out: ${INSTEAD}`,
  );
}

/** `7007`, `:7007`, `0.0.0.0`, `0.0.0.0:7007`, `[::1]:7007` */
export function readAddress(typed: string | undefined): Address {
  if (typed === undefined) return { hostname: LOOPBACK, port: DEFAULT_PORT };
  const whole = /^\d+$/.test(typed) ? `:${typed}` : typed;
  const [, bracketed, plain = "", portText] =
    /^(?:\[([^\]]+)\]|([^:[\]]*))(?::(\d+))?$/.exec(whole) ?? [];
  const hostname = bracketed ?? (plain === "" ? LOOPBACK : plain);
  const port = portText === undefined ? DEFAULT_PORT : Number(portText);
  const isRead = bracketed === undefined ? whole !== "" && plain + (portText ?? "") !== "" : true;
  if (isRead && port <= 65535 && (bracketed === undefined || isIP(bracketed) === 6)) {
    return { hostname, port };
  }
  throw new UsageError(
    `Cannot read --listen "${typed}": expected an address, a port or both`,
    isIP(typed) === 6
      ? "Brackets part an IPv6 address from its port: [::1]:7007"
      : "Write it like 127.0.0.1:7007, or 7008 alone",
  );
}

function readOrigin(typed: string): string {
  const origin = typed === "null" ? typed : originIn(typed);
  if (origin !== undefined) return origin;
  throw new UsageError(
    `Cannot read --allow-origin "${typed}": it is no origin`,
    "Write it as the browser does: http://localhost:5173, or null for pages opened from a file",
  );
}

function readServe(flags: ProxyFlags, host: Host): ProxyPlan["serve"] {
  const { tlsCert, tlsKey } = flags;
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new UsageError("Cannot serve TLS with half of it: --tls-cert and --tls-key go together");
  }
  return readCertificate(tlsCert, tlsKey, host);
}
