// biome-ignore-all lint/style/useNodejsImportProtocol: containers may still have Node 12, which does not know it
// Prints the texts of the named migrations as one line of JSON after a marker: {name: text in base64, or null when gone}.
// argv: marker, options as JSON, names as JSON.
const fs = require('fs');
const path = require('path');
const project = require('./project.cjs');

const seen = project.look(JSON.parse(process.argv[2]));
const texts = {};
for (const name of JSON.parse(process.argv[3])) {
  try {
    texts[name] = fs.readFileSync(path.join(seen.path, name, 'migration.sql')).toString('base64');
  } catch (_) {
    texts[name] = null;
  }
}
process.stdout.write(`\n${process.argv[1]}${JSON.stringify(texts)}\n`);
