// The Node peer of row 2. Usage: node reader.mjs <file of events>. For each line of its input it parses the file, which is in memory, once,
// and prints how many characters came and how many seconds that took.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createParser } from './sse.mjs';

const wire = readFileSync(process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  const start = performance.now();
  let characters = 0;
  const parse = createParser((event, data) => { if (event === 'stdout') characters += data.chunk.length; });
  for (let at = 0; at < wire.length; at += 65536) parse(wire.subarray(at, at + 65536));
  console.log(`${characters} ${(performance.now() - start) / 1000}`);
}
