// Writes src/generated/ from the contracts' schemas: types and clients of CosmJS.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import codegen from "@cosmwasm/ts-codegen";

const schemas = join(import.meta.dirname, "../../schema");
const generated = join(import.meta.dirname, "src/generated");

// The generator takes a folder a contract; ours are in one.
const folders = mkdtempSync(join(tmpdir(), "portolan-schema-"));
const contracts = readdirSync(schemas).map((file) => {
  const name = basename(file, ".json");
  const dir = join(folders, name);
  mkdirSync(dir);
  // Titles become names of types, which the generator's two halves would spell differently.
  const schema = readFileSync(join(schemas, file), "utf8");
  writeFileSync(join(dir, file), schema.replace(/(?<="title": ")\w+/g, pascal));
  return { name, dir };
});

rmSync(generated, { recursive: true, force: true });
await codegen.default({ contracts, outPath: generated, options: { bundle: { enabled: false } } });
rmSync(folders, { recursive: true });

for (const file of readdirSync(generated)) {
  const path = join(generated, file);
  const text = readFileSync(path, "utf8")
    // The package's name since CosmJS 0.38.
    .replace('"@cosmjs/cosmwasm-stargate"', '"@cosmjs/cosmwasm"')
    // What Node imports has its extension.
    .replace(/ from "(\.\/.+)";/, ' from "$1.js";')
    // A field may be called class, a variable may not; and a type needs no names of variables.
    .replace(/^(  \w+: \(){\n(?: +\w+,?\n)+  }(?=: {)/gm, "$1message")
    .replace(/^( +)class(,?)$/gm, "$1class: class_$2");
  writeFileSync(path, text);
}

function pascal(name) {
  return name.replace(/(?:^|_)([a-z])|_/g, (_, letter = "") => letter.toUpperCase());
}
