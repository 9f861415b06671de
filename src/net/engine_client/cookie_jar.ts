// The cookies of one client: what the server sets goes back with every later request. All requests
// go to one server and one path, so names and values are all that matters.

import type { HeaderLine } from "./contract.ts";

/** How many cookies are kept, as browsers do for one site. */
export const MAX_COOKIES = 180;

export class CookieJar {
  readonly #cookies = new Map<string, string>();

  /** The values of `Set-Cookie` fields. */
  keep(fields: readonly string[]): void {
    for (const field of fields) {
      const [pair = ""] = field.split(";", 1);
      const equals = pair.indexOf("=");
      if (equals <= 0) continue;
      const name = pair.slice(0, equals).trim();
      if (/;\s*max-age=(?:0|-)/i.test(field)) this.#cookies.delete(name);
      else if (this.#cookies.size < MAX_COOKIES) {
        this.#cookies.set(name, pair.slice(equals + 1).trim());
      }
    }
  }

  /** The headers with a `Cookie` that has these as well; what the server set goes before. */
  addTo(headers: readonly HeaderLine[]): readonly HeaderLine[] {
    if (this.#cookies.size === 0) return headers;
    const own = headers.find(([name]) => name.toLowerCase() === "cookie")?.[1] ?? "";
    const kept = own.split(";").map((pair) => pair.trim())
      .filter((pair) => pair !== "" && !this.#cookies.has(pair.split("=", 1)[0] ?? ""));
    const set = [...this.#cookies].map(([name, value]) => `${name}=${value}`);
    const others = headers.filter(([name]) => name.toLowerCase() !== "cookie");
    return [...others, ["Cookie", [...kept, ...set].join("; ")]];
  }
}
