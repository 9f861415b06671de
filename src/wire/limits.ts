// How much the wire floor holds of one thing at a time. What is over a limit is kept in part or
// comes out as bytes, with a note; it never stops the conversation.

/** The longest HTTP head, and the longest trailer section. */
export const MAX_HEAD_BYTES = 64 * 1024;
/** The longest line that names a chunk's size, extensions included. */
export const MAX_CHUNK_LINE_BYTES = 16 * 1024;
/** How much of one HTTP body is kept. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;
/** How much of one WebSocket message is kept. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
/** How far one compressed body or message is inflated; as JSON it may grow sixfold. */
export const MAX_INFLATED_BYTES = 64 * 1024 * 1024;
/** How much a client may send ahead of the answer to its upgrade request. */
export const MAX_HELD_BYTES = 1024 * 1024;
/** The longest control frame read as one. RFC 6455 section 5.5 allows 125 bytes. */
export const MAX_CONTROL_BYTES = 64 * 1024;
/** How many frames of one message are listed. */
export const MAX_LISTED_FRAMES = 64 * 1024;
/** How many requests may wait for their responses. */
export const MAX_UNANSWERED_REQUESTS = 1024;
/** How many content codings are taken off one body. */
export const MAX_CONTENT_CODINGS = 4;

export interface ConversationOptions {
  /** Default MAX_HEAD_BYTES. */
  readonly maxHeadBytes?: number;
  /** Default MAX_BODY_BYTES. */
  readonly maxBodyBytes?: number;
  /** Default MAX_MESSAGE_BYTES. */
  readonly maxMessageBytes?: number;
  /** Default MAX_INFLATED_BYTES. */
  readonly maxInflatedBytes?: number;
  /** Default MAX_HELD_BYTES. */
  readonly maxHeldBytes?: number;
}

export type Limits = Required<ConversationOptions>;

export function limitsFrom(options: ConversationOptions): Limits {
  return {
    maxHeadBytes: options.maxHeadBytes ?? MAX_HEAD_BYTES,
    maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
    maxMessageBytes: options.maxMessageBytes ?? MAX_MESSAGE_BYTES,
    maxInflatedBytes: options.maxInflatedBytes ?? MAX_INFLATED_BYTES,
    maxHeldBytes: options.maxHeldBytes ?? MAX_HELD_BYTES,
  };
}
