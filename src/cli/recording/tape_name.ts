// What a tape is called when nobody says: by time and target, so that tapes sort and tell apart.

/** A file's name may not be much longer than 200 characters anywhere. */
const MAX_NAME = 60;

/**
 * `tapes/2026-11-21T03-00-00Z-sfa.ndjson`. A target whose path has no name is `called` something, or
 * by its host.
 */
export function defaultTapeName(startedAt: Date, target: URL, called?: string): string {
  const time = startedAt.toISOString().replace(/\.\d+Z$/, "Z").replaceAll(":", "-");
  const namespace = plain(decoded(target.pathname.replace(/^\/+|\/+$/g, "")));
  const name = /[A-Za-z0-9]/.test(namespace) ? namespace : plain(called ?? target.host);
  return `tapes/${time}-${name.slice(0, MAX_NAME)}.ndjson`;
}

/** Letters that every disk and keyboard has: `ünï` is `uni`. */
function plain(name: string): string {
  return name.normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[^A-Za-z0-9.-]+/g, "_");
}

/** A path may have any `%` in it. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
