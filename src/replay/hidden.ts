// Where secrets were hidden on a tape: what `diff` looks at in the same way stands a floor below.

export { type MarkedEntry, type Markers, markHidden } from "../timeline/hidden.ts";
