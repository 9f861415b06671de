// How much the server holds for one client, and for how long it waits. A client that goes beyond is
// let go: memory is never without bounds.

/** What `send()` answers false at: the owner should wait until it is told of room. */
export const HIGH_WATER_BYTES = 256 * 1024;
/** Who has so much waiting and is sent more has stalled, and is let go. */
export const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;
/** Frames of one turn go out together, but not more than this. */
export const MAX_BATCH_BYTES = 64 * 1024;
/** What a client may send in one message or POST (engine.io, `maxHttpBufferSize`). */
export const MAX_PAYLOAD_BYTES = 1_000_000;
/** What a client may send in one message of a plain WebSocket. */
export const MAX_PLAIN_BYTES = 64 * 1024 * 1024;

/** How long an upgrade may take (engine.io, `upgradeTimeout`). */
export const UPGRADE_MILLISECONDS = 10_000;
/** How often a poll that comes during an upgrade is let go (engine.io, `_maybeUpgrade`). */
export const RELEASE_MILLISECONDS = 100;
/** How long an orderly close waits for the next poll (engine.io, polling's `closeTimeout`). */
export const CLOSE_POLL_MILLISECONDS = 30_000;
/** How long a WebSocket's other side may take to answer a close frame (ws, `closeTimeout`). */
export const CLOSE_SOCKET_MILLISECONDS = 30_000;
/** How long the end of the server waits for last words to leave. */
export const GOODBYE_MILLISECONDS = 1000;
