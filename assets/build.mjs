// Makes the embedded files: compiles the style sheet, takes fonts and icons from the packages, gives every file a
// name by its content and writes the table that build.rs hands to the compiler.
// Usage: node build.mjs NODE_MODULES OUT_DIR. It fetches nothing.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const modules = resolve(process.argv[2]);
const out = resolve(process.argv[3]);
const files = join(out, "files");
rmSync(files, { recursive: true, force: true });
mkdirSync(files, { recursive: true });

const MEDIA = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
};
const table = [];
const hashed = new Map();

function add(name, bytes) {
  const kind = extname(name);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const hashedName = `${name.slice(0, -kind.length)}-${hash}${kind}`;
  writeFileSync(join(files, hashedName), bytes);
  const packed = kind === ".woff2" ? null : gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
  if (packed) writeFileSync(join(files, `${hashedName}.gz`), packed);
  table.push({ name, hashedName, hash, media: MEDIA[kind], packed: packed !== null });
  hashed.set(name, hashedName);
}

/** Puts the hashed names of files already added in place of their plain names. */
const readdress = (text) =>
  [...hashed].reduce((t, [plain, full]) => t.replaceAll(`"./${plain}"`, `"./${full}"`), text);

for (const weight of [400, 600, 700]) {
  for (const subset of ["vietnamese", "latin-ext", "latin"]) {
    const file = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
    add(file, readFileSync(join(modules, "@fontsource/be-vietnam-pro/files", file)));
  }
}
add("favicon.svg", readFileSync(join(here, "favicon.svg")));

const sass = createRequire(join(modules, "anchor.js"))("sass");
const { css } = sass.compile(join(here, "scss/app.scss"), {
  style: "compressed",
  loadPaths: [modules],
  quietDeps: true,
});
add("app.css", Buffer.from(readdress(css)));

// Modules import each other only from app.js, so that one comes last and names the others by their hashes.
const scripts = readdirSync(join(here, "js")).filter((f) => f.endsWith(".js") && f !== "app.js").sort();
for (const file of [...scripts, "app.js"]) {
  add(file, Buffer.from(readdress(readFileSync(join(here, "js", file), "utf8"))));
}

const icons = readFileSync(join(here, "icons.txt"), "utf8")
  .split("\n")
  .map((l) => l.trim())
  .filter((l) => l && !l.startsWith("#"))
  .sort()
  .map((name) => {
    const svg = readFileSync(join(modules, "lucide-static/icons", `${name}.svg`), "utf8");
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return [name, inner.replace(/\s*\n\s*/g, "")];
  });

const text = (s) => JSON.stringify(s);
const raw = (s) => `r#"${s}"#`;
const row = (a) => {
  const bytes = (suffix) => `include_bytes!(concat!(env!("OUT_DIR"), "/files/${a.hashedName}${suffix}"))`;
  const gzip = a.packed ? `Some(${bytes(".gz")})` : "None";
  return `    Asset { name: ${text(a.name)}, address: ${text(`/assets/${a.hashedName}`)}, bytes: ${bytes("")}, gzip: ${gzip}, media_type: ${text(a.media)}, etag: ${raw(`"${a.hash}"`)} },`;
};
table.sort((a, b) => (a.hashedName < b.hashedName ? -1 : 1));
writeFileSync(
  join(out, "assets.rs"),
  [
    "/// Every embedded file, sorted by address.",
    `pub static ASSETS: [Asset; ${table.length}] = [`,
    ...table.map(row),
    "];",
    "/// Icon name and the inside of its SVG, sorted by name.",
    `static ICONS: [(&str, &str); ${icons.length}] = [`,
    ...icons.map(([name, svg]) => `    (${text(name)}, ${raw(svg)}),`),
    "];",
    "",
  ].join("\n"),
);
