// biome-ignore-all lint/style/useNodejsImportProtocol: containers may still have Node 12, which does not know it
// Runs a command beside folders that hold some of the project's migrations, and removes the folders afterwards.
// argv: options as JSON, {name: [migrations]} as JSON, then the command. `{name}` as a word of it is that folder's path,
// `{schema}` that of the schema file or folder. Its exit code is the command's.
const fs = require('fs');
const os = require('os');
const path = require('path');
const childProcess = require('child_process');
const project = require('./project.cjs');

const places = project.paths(JSON.parse(process.argv[1]));
const wanted = JSON.parse(process.argv[2]);
const root = fs.mkdtempSync(path.join(os.tmpdir(), 'godwit-diff-'));
const end = (code) => {
  (fs.rmSync || fs.rmdirSync)(root, { recursive: true });
  process.exit(code);
};

/** Says which of the two databases it is: a folder without it belongs to none. */
const lock = 'migration_lock.toml';
const fill = (folder, names) => {
  fs.mkdirSync(folder);
  if (fs.existsSync(path.join(places.migrations, lock)))
    fs.copyFileSync(path.join(places.migrations, lock), path.join(folder, lock));
  for (const name of names) {
    fs.mkdirSync(path.join(folder, name));
    const file = path.join(name, 'migration.sql');
    fs.copyFileSync(path.join(places.migrations, file), path.join(folder, file));
  }
};

const words = { '{schema}': places.schema };
try {
  for (const name of Object.keys(wanted)) {
    words[`{${name}}`] = path.join(root, name);
    fill(path.join(root, name), wanted[name]);
  }
} catch (error) {
  process.stderr.write(`Error: copying migrations: ${error.message}\n`);
  end(1);
}
const command = process.argv.slice(3).map((word) => words[word] || word);
const child = childProcess.spawn(command[0], command.slice(1), { stdio: 'inherit' });
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`${command[0]}: ${error.code === 'ENOENT' ? 'not found' : error.message}\n`);
  end(127);
});
child.on('exit', (code) => end(code === null ? 143 : code));
