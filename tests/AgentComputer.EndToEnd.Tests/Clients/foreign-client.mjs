// A foreign client of process.Process: calls all eight methods with @connectrpc/connect, in JSON and in binary.
// Run it in a folder where `npm install @connectrpc/connect @connectrpc/connect-node @bufbuild/protobuf` was done, with process_pb.js beside it
// (made from src/Shared/Connect/process.proto by `npx buf generate` with @bufbuild/protoc-gen-es).
// Usage: node foreign-client.mjs <connect_url> <connect_token>
import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { Process } from "./process_pb.js";

const [baseUrl, token] = process.argv.slice(2);
const authorize = (next) => (request) => {
  request.header.set("Authorization", `Bearer ${token}`);
  return next(request);
};

const selector = (pid) => ({ selector: { case: "pid", value: pid } });
const stdin = (text) => ({ input: { case: "stdin", value: new TextEncoder().encode(text) } });

async function collect(events, onStart) {
  let output = "";
  let end;
  for await (const { event } of events) {
    if (event?.event.case === "start") await onStart?.(event.event.value.pid);
    if (event?.event.case === "data") output += new TextDecoder().decode(event.event.value.output.value);
    if (event?.event.case === "end") end = event.event.value;
  }
  return { output, exitCode: end?.exitCode };
}

async function run(useBinaryFormat) {
  const client = createClient(Process, createConnectTransport({ baseUrl, httpVersion: "1.1", useBinaryFormat, interceptors: [authorize] }));
  const seen = {};

  seen.start = await collect(client.start({ process: { cmd: "/bin/sh", args: ["-c", "cat; exit 3"] }, stdin: true }), async (pid) => {
    seen.listed = (await client.list({})).processes.some((info) => info.pid === pid);
    await client.sendInput({ process: selector(pid), input: stdin("one\n") });
    await client.streamInput((async function* () {
      yield { event: { case: "start", value: { process: selector(pid) } } };
      yield { event: { case: "data", value: { input: stdin("two\n") } } };
    })());
    await client.closeStdin({ process: selector(pid) });
  });

  seen.pty = await collect(client.start({ process: { cmd: "/bin/sh", args: ["-c", "read line; stty size"] }, pty: { size: { cols: 80, rows: 24 } } }), async (pid) => {
    await client.update({ process: selector(pid), pty: { size: { cols: 120, rows: 40 } } });
    await client.sendInput({ process: selector(pid), input: { input: { case: "pty", value: new TextEncoder().encode("\n") } } });
  });

  seen.killed = await collect(client.start({ process: { cmd: "sleep", args: ["100"] } }), async (pid) => {
    const connected = collect(client.connect({ process: selector(pid) }), () => client.sendSignal({ process: selector(pid), signal: 9 }));
    seen.connected = await connected;
  });
  return seen;
}

console.log(JSON.stringify({ json: await run(false), binary: await run(true) }));
