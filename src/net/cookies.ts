// What keeps a browser from keeping a server's cookie when the server is reached through a tap on
// this machine, and the cookie without it (RFC 6265 section 5.3, and its successor).

export interface CookieReading {
  readonly name: string;
  /** The attributes that are in the way: `Domain`, `Secure`, `SameSite=None`, `Partitioned`. */
  readonly obstacles: readonly string[];
  /** The header's value without them; nothing else of it is touched. */
  readonly mended: string;
  /** A name that demands what a plain connection cannot give: it stays in the way. */
  readonly isHopeless: boolean;
}

/** SameSite=None and Partitioned count only beside Secure. */
const NEEDS_TLS = /^(?:secure|partitioned|samesite=none)$/;

/** Reads the value of Set-Cookie. `servesTls`: the browser reaches the tap itself over TLS. */
export function readCookie(value: string, servesTls: boolean): CookieReading {
  const [pair = "", ...attributes] = value.split(";");
  const name = pair.split("=")[0]?.trim() ?? "";
  const isObstacle = (attribute: string): boolean => {
    const plain = attribute.replace(/[ \t"]/g, "").toLowerCase();
    return plain.startsWith("domain=") || (!servesTls && NEEDS_TLS.test(plain));
  };
  return {
    name,
    obstacles: attributes.filter(isObstacle).map((attribute) => attribute.trim()),
    mended: [pair, ...attributes.filter((attribute) => !isObstacle(attribute))].join(";"),
    isHopeless: !servesTls && /^__(?:secure|host)-/i.test(name),
  };
}
