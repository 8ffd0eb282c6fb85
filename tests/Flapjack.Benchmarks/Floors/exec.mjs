// The Node peer of row 1. Usage: node exec.mjs <base address> <key>. Each line of its input is {"agent","command"}; it runs the command,
// and prints how many characters came and how many seconds that took.
import { createInterface } from 'node:readline';
import { createParser } from './sse.mjs';

const [base, key] = process.argv.slice(2);
for await (const line of createInterface({ input: process.stdin })) {
  const { agent, command } = JSON.parse(line);
  const start = performance.now();
  const answer = await fetch(`${base}api/agents/${agent}/computer/exec`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', Accept: 'text/event-stream' },
    body: JSON.stringify({ command, timeoutSec: 600 }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  let characters = 0;
  const parse = createParser((event, data) => { if (event === 'stdout') characters += data.chunk.length; });
  for await (const bytes of answer.body) parse(bytes);
  console.log(`${characters} ${(performance.now() - start) / 1000}`);
}
