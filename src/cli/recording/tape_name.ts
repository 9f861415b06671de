// What a tape is called when nobody says: by time and target, so that tapes sort and tell apart.

/** A file's name may not be much longer than 200 characters anywhere. */
const MAX_NAME = 60;

/**
 * `tapes/2026-11-21T03-00-00Z-sfa.ndjson`. A target whose path has no name is `called` something, or
 * by its host.
 */
export function defaultTapeName(startedAt: Date, target: URL, called?: string): string {
  const time = startedAt.toISOString().replace(/\.\d+Z$/, "Z").replaceAll(":", "-");
  const namespace = target.pathname.replace(/^\/+|\/+$/g, "");
  const name = (namespace || called || target.host).replace(/[^A-Za-z0-9.-]+/g, "_")
    .slice(0, MAX_NAME);
  return `tapes/${time}-${name}.ndjson`;
}
