// What keeps a client from keeping a server's cookie when the server is reached through a tap, and
// the cookie without it (RFC 6265bis section 5). Measured with Chromium, curl and Python's http.cookiejar.

import { isIP } from "node:net";
import { isThisMachine } from "./target.ts";

/** How the client reached the tap. */
export interface CookiePlace {
  /** The Host of its request; without one, this machine. */
  readonly host: string | undefined;
  /** The tap itself serves TLS. */
  readonly servesTls: boolean;
}

export interface CookieReading {
  /** Empty for a cookie without a name: where there is no "=", all of it is the value. */
  readonly name: string;
  /** What it is called for people: never by its value. */
  readonly title: string;
  /** Why browsers refuse it here: `Domain=example.com`, `SameSite=None without Secure`. */
  readonly refusedFor: readonly string[];
  /**
   * It says Secure and comes over plain http from this machine: some clients send it back there,
   * others do not.
   */
  readonly isDoubtful: boolean;
  /** Its name demands Secure (`__Host-`, `__Secure-`), and no TLS is served. */
  readonly needsTls: boolean;
  /** The attributes that mending takes off. Secure stays where the name demands it. */
  readonly removed: readonly string[];
  /** The header's value without them; nothing else of it is touched. */
  readonly mended: string;
}

/** SameSite=None and Partitioned count only beside Secure. */
const COUNTS_BESIDE_SECURE = /^(?:partitioned|samesite=none)$/;

/** Reads the value of Set-Cookie. */
export function readCookie(value: string, place: CookiePlace): CookieReading {
  const [pair = "", ...attributes] = value.split(";");
  const name = pair.slice(0, Math.max(0, pair.indexOf("="))).trim();
  const hostname = place.host === undefined ? undefined : hostnameOf(place.host);
  const isPlain = !place.servesTls;
  const isLocal = hostname === undefined || isThisMachine(hostname);
  const hasSecure = attributes.some((attribute) => plain(attribute) === "secure");
  const needsTls = isPlain && /^__(?:secure|host|http)-/i.test(name);
  // With a Domain a __Host- cookie is refused everywhere: that is no tap's doing.
  const isElsewhere = (attribute: string): boolean =>
    !/^__host-/i.test(name) && namesAnother(plain(attribute), hostname);
  const isRefused = (attribute: string): boolean =>
    isElsewhere(attribute) ||
    (isPlain && (plain(attribute) === "secure" ? !isLocal : isLost(attribute, hasSecure)));
  const isRemoved = (attribute: string): boolean =>
    isElsewhere(attribute) ||
    (isPlain && !needsTls && (plain(attribute) === "secure" || isLost(attribute, false)));
  return {
    name,
    title: name === "" ? "cookie without a name" : `cookie "${name}"`,
    refusedFor: attributes.filter(isRefused).map((attribute) =>
      isLost(attribute, false) ? `${attribute.trim()} without Secure` : attribute.trim()
    ),
    isDoubtful: isPlain && isLocal && hasSecure,
    needsTls,
    removed: attributes.filter(isRemoved).map((attribute) => attribute.trim()),
    mended: [pair, ...attributes.filter((attribute) => !isRemoved(attribute))].join(";"),
  };
}

function plain(attribute: string): string {
  return attribute.replace(/[ \t"]/g, "").toLowerCase();
}

function isLost(attribute: string, hasSecure: boolean): boolean {
  return !hasSecure && COUNTS_BESIDE_SECURE.test(plain(attribute));
}

/** Whether it is a Domain that the client's name for the tap does not belong to. */
function namesAnother(attribute: string, hostname: string | undefined): boolean {
  const [, domain = ""] = /^domain=\.?(.*)$/.exec(attribute) ?? [];
  if (domain === "" || domain === hostname) return false;
  return hostname === undefined || isIP(hostname) !== 0 || !hostname.endsWith(`.${domain}`);
}

function hostnameOf(host: string): string | undefined {
  return URL.parse(`http://${host}`)?.hostname.replace(/^\[|\]$/g, "");
}
