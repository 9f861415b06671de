// JSON that may be looked at on a terminal: what would steer it stands as an escape, which is the
// same text to whoever parses it.

/** What JSON itself leaves as it is: see `visible_text.ts`. */
const STEERING = /[\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** One line. All of these characters can only stand inside of strings. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    STEERING,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
