// Compares the shipped files of Swagger UI with those of the npm package.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const { SHIPPED, VERSION } = process.env;
const published = (name) => readFileSync(`node_modules/swagger-ui-dist/${name}`);
const shipped = (name) => readFileSync(`${SHIPPED}/${name}`);

assert.equal(JSON.parse(published("package.json")).version, VERSION);
for (const name of ["swagger-ui-bundle.js", "swagger-ui.css"]) {
  assert.ok(gunzipSync(shipped(`files/${name}.gz`)).equals(published(name)), name);
}
for (const name of ["favicon-32x32.png", "swagger-ui-bundle.js.LICENSE.txt"]) {
  assert.ok(shipped(`files/${name}`).equals(published(name)), name);
}
for (const name of ["LICENSE", "NOTICE"]) assert.ok(shipped(name).equals(published(name)), name);
