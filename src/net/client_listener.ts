// What our own clients say of their lives, whichever protocol they speak. What happened is read from
// the wire by the tap; this is for knowing when to begin, when to stop, and what to tell people.

/** Told by a client that is sent through a tap. `where` is a namespace, or empty. */
export interface ClientListener {
  connected(where: string): void;
  /**
   * Refused by the server, which is final, or no way to it (`reason` is then of little use), which
   * is tried again.
   */
  refused(where: string, reason: string, isFinal: boolean): void;
  /** It was in and is out; when that is not final it tries to come back. */
  disconnected(where: string, reason: string, isFinal: boolean): void;
  /** Something people like to know: an acknowledgement, another attempt. */
  told(text: string): void;
}

/** How long a client waits before it tries again, at first and at most. */
export const RECONNECTION_MILLISECONDS = 500;
export const MAX_RECONNECTION_MILLISECONDS = 5000;
