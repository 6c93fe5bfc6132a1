#!/usr/bin/env node
import { createRequire } from 'node:module';
import { keepGarbageYoung } from './cli/keep-garbage-young.ts';

keepGarbageYoung();

// Several hundred small files: to read them one after the other takes two thirds of the time that it
// takes to wait for each. What is imported below is then there already.
if (process.features.require_module) {
  const require = createRequire(import.meta.url);
  require('./cli/run.js');
  const [, , command] = process.argv;
  if (command === 'serve' || command === 'demo') require(`./cli/${command}.js`);
}
const { run } = await import('./cli/run.ts');
const { streamSink } = await import('./cli/stream-sink.ts');

// A reader that has seen enough (`hdl-edge … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

let nobodyTakesLogs = false;

process.exitCode = await run(process.argv.slice(2), process.env, {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  progress: (text) => {
    // A line that wraps could not be written over.
    const { isTTY, columns = 80 } = process.stderr;
    if (isTTY) process.stderr.write(`\r\u001b[K${text.slice(0, columns - 1)}`);
  },
  stdout: streamSink(process.stdout),
  stderr: streamSink(process.stderr),
  abandonLogs: () => {
    nobodyTakesLogs = true;
  },
});
// What a pipe has not taken keeps the process alive, as it should for everything but logs.
if (nobodyTakesLogs) process.exit();
