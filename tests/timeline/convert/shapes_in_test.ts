// Shapes within text, as they are scanned: cut ones, hopeless ones, any characters at all.

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { shapesIn } from "../../../src/timeline/convert/geo_shapes.ts";
import { checkProperty } from "../../house/property.ts";

const CUT: readonly string[] = [
  '"type":"LineString","coordinates":[ [13.25, 52.5 ], [13.75,52.25,34.5]]',
  '"type":"Feature","bbox":[13.25,52.5,13.75,52.25]',
  "LINESTRING ( 13.25 52.5 , 13.75 52.25 )",
  "%22type%22:%22Point%22,%22coordinates%22:%5B13.25%2C52.5%5D",
];

for (const text of CUT) {
  Deno.test(`shapesIn() finds what is left of ${text} wherever it was cut`, () => {
    const begin = Math.max(text.search(/\[|\(|%5B/), 0);
    for (let length = begin + 1; length <= text.length; length++) {
      const cut = text.slice(0, length);
      const found = shapesIn(cut).flatMap(({ coordinates }) => coordinates)
        .map(({ start, end, axis }) => `${axis} ${cut.slice(start, end)}`);
      assertEquals(found, expectedIn(cut.slice(begin)), cut);
    }
  });
}

/** Longitudes are 13, latitudes 52 here, whole or cut; what is cut to less is told by its place. */
function expectedIn(numbers: string): readonly string[] {
  const plain = numbers.replaceAll(/%5B|%5D|%2C|%[\dA-F]?$/g, " ");
  return Array.from(plain.matchAll(/\d+(?:\.\d+)?/g), ([number]) => number)
    .map((number, index) => `${index % 2 === 0 ? "longitude" : "latitude"} ${number}`)
    .slice(0, 4);
}

Deno.test("shapesIn() never fails, and what it finds are numbers in their order", () => {
  const piece = fc.constantFrom(
    ...'POINT( POLYGON(( ) , 1.5 -2 " \\" %22 %5B [ ] type Point coordinates bbox : +'.split(" "),
    " ",
    '"type":"Point"',
    '"coordinates":[',
  );
  checkProperty(
    "shapesIn",
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join("");
      let last = 0;
      for (const { start, end, coordinates } of shapesIn(text)) {
        assert(start >= last && end <= text.length);
        last = start;
        for (const number of coordinates) {
          assert(number.start >= last && number.end <= end);
          assert(Number.isFinite(Number(text.slice(number.start, number.end))));
          last = number.end;
        }
        last = end;
      }
    }),
    { runs: 300 },
  );
});

Deno.test("shapesIn() is quick with texts that come to nothing", () => {
  const run = 200_000;
  const texts = [
    `point${" ".repeat(run)}`,
    `"type":"Point","coordinates${"\\".repeat(run)}`,
    `"type":"Point","coordinates":${"[".repeat(run)}`,
    `"type":"Point",${'"coordinates":[1,'.repeat(run / 20)}`,
    `point(${"1 ".repeat(run)}`,
  ];
  for (const text of texts) shapesIn(text);
  // A square of these lengths would take minutes.
  assert(texts.every((text) => text.length >= run / 2));
});
