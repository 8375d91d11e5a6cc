import { readArguments } from './arguments.mjs';

/**
 * Does what this process's command line asks of the engine, and loads no more than that takes: the CLI starts it twice a command.
 * @param {string | URL} packages the file whose packages the engine's WASM build is one of
 */
export async function runEngine(packages) {
  const request = readArguments(process.argv.slice(2), process.env);
  if (request.version) process.stdout.write('schema-engine-cli stand-in (wasm)\n');
  else if (request.connectionCommand) {
    const { answerConnectionCommand } = await import('./connection-commands.mjs');
    process.exitCode = await answerConnectionCommand(request);
  } else {
    const { serveJsonRpc } = await import('./json-rpc.mjs');
    serveJsonRpc(request, packages);
  }
}
