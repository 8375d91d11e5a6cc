// biome-ignore-all lint/style/useNodejsImportProtocol: containers may still have Node 12, which does not know it
// Runs the installed Prisma inside this very process, with the URL of a shadow database behind its words: what the system
// lists as this process's arguments stays as it was started, and holds no URL.
// argv: options as JSON, then Prisma's words. `database` of the options is the shadow database, beside the app's own.
const Module = require('module');
const project = require('./project.cjs');

const options = JSON.parse(process.argv[1]);

/** Prisma empties a shadow database before it uses it: anything but one of ours is refused. */
const shadowUrl = (url) => {
  const parts = /^(postgres(?:ql)?:\/\/[^/?#]*)(?:\/[^?#]*)?(.*)$/i.exec(url || '');
  if (parts === null) throw new Error(`${options.variable} is not a postgresql:// URL`);
  if (!/^godwit_shadow_\w+$/.test(options.database)) throw new Error('that is no shadow database');
  return `${parts[1]}/${options.database}${parts[2]}`;
};

try {
  const entry = project.prismaProgram();
  const url = shadowUrl(project.urlOf(options));
  process.argv = [process.argv[0], entry].concat(process.argv.slice(2), '--shadow-database-url', url);
  process.execArgv = []; // else whatever Prisma forks would run this program
  Module._load(entry, null, true);
} catch (error) {
  process.stderr.write(`Error: starting prisma with a shadow database: ${error.message}\n`);
  process.exitCode = 1;
}
