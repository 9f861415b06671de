// Something worth telling about traffic that is not as it should be, or not whole. Bad traffic is
// data: decoders put notes beside what could be read instead of throwing.

/** Something worth telling about traffic that is not as it should be, or not whole. */
export interface Note {
  /** Area and name, stable enough to filter by: `wire/frame-too-large`. */
  readonly rule: string;
  /** One sentence for people; quotes the value and says the reason. */
  readonly text: string;
  /** Where in the decoded input, in characters of text or bytes of binary, if it can be said. */
  readonly offset?: number;
}
