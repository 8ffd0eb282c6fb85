// A foreign client of process.Process: calls all eight methods with @connectrpc/connect, in JSON and in binary.
// Its input is a line of JSON: baseUrl, token, and descriptor, which is the FileDescriptorProto of src/Shared/Connect/process.proto in base64.
// It runs beside a folder node_modules with the packages of package-lock.json.
import { readFileSync } from "node:fs";
import { createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { compressionGzip, createConnectTransport } from "@connectrpc/connect-node";

const { baseUrl, token, descriptor } = JSON.parse(readFileSync(0, "utf8"));
const file = fromBinary(FileDescriptorProtoSchema, Buffer.from(descriptor, "base64"));
file.messageType.forEach(nameFields);
const Process = createFileRegistry(file, () => undefined).getService("process.Process");

const bytes = (text) => new TextEncoder().encode(text);
const byPid = (pid) => ({ selector: { case: "pid", value: pid } });
const byTag = (tag) => ({ selector: { case: "tag", value: tag } });
const stdin = (text) => ({ input: { case: "stdin", value: bytes(text) } });
const shell = (script) => ({ cmd: "/bin/sh", args: ["-c", script] });

// A descriptor that is embedded in C# leaves out the names in JSON, which follow from the names of the fields.
function nameFields(message) {
  for (const field of message.field) {
    field.jsonName ||= field.name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  }
  message.nestedType.forEach(nameFields);
}

function clientOf(useBinaryFormat, key, options = {}) {
  const authorize = (next) => (request) => {
    request.header.set("Authorization", `Bearer ${key}`);
    return next(request);
  };
  return createClient(Process, createConnectTransport({ baseUrl, httpVersion: "1.1", useBinaryFormat, interceptors: [authorize], ...options }));
}

// The output of each kind, and the end; the client throws where a stream breaks off.
async function collect(events, onStart, onFirstOutput) {
  const seen = {};
  let pid;
  let hasOutput = false;
  for await (const { event } of events) {
    const told = event.event;
    if (told.case === "start") {
      pid = told.value.pid;
      await onStart?.(pid);
    } else if (told.case === "data") {
      const { case: kind, value } = told.value.output;
      seen[kind] = (seen[kind] ?? "") + Buffer.from(value).toString("latin1");
      if (!hasOutput) {
        hasOutput = true;
        await onFirstOutput?.(pid);
      }
    } else if (told.case === "end") {
      const { exitCode, exited, status } = told.value;
      seen.end = { exitCode, exited, status };
    }
  }
  return seen;
}

async function codeOf(call) {
  try {
    await call;
    return "success";
  } catch (error) {
    return Code[ConnectError.from(error).code];
  }
}

async function run(useBinaryFormat) {
  const client = clientOf(useBinaryFormat, token);
  const seen = {};

  const fed = { process: { ...shell("cat; echo \"$WORD\" >&2; exit 3"), envs: { WORD: "heard" } }, tag: `fed-${useBinaryFormat}`, stdin: true };
  seen.fed = await collect(client.start(fed), async (pid) => {
    const listed = (await client.list({})).processes.find((info) => info.pid === pid);
    seen.listed = { cmd: listed.config.cmd, word: listed.config.envs.WORD, tag: listed.tag };
    await client.sendInput({ process: byPid(pid), input: stdin("one\n") });
    await client.streamInput((async function* () {
      yield { event: { case: "start", value: { process: byTag(fed.tag) } } };
      yield { event: { case: "data", value: { input: stdin("two\n") } } };
      yield { event: { case: "keepalive", value: {} } };
      yield { event: { case: "data", value: { input: stdin("three\n") } } };
    })());
    await client.closeStdin({ process: byPid(pid) });
  });

  const terminal = { process: shell("stty -echo; stty size; read line; stty size"), pty: { size: { cols: 80, rows: 24 } } };
  seen.terminal = await collect(client.start(terminal), undefined, async (pid) => {
    await client.update({ process: byPid(pid), pty: { size: { cols: 120, rows: 40 } } });
    await client.sendInput({ process: byPid(pid), input: { input: { case: "pty", value: bytes("\n") } } });
  });

  seen.killed = await collect(client.start({ process: { cmd: "sleep", args: ["1000"] } }), async (pid) => {
    seen.connected = await collect(client.connect({ process: byPid(pid) }), () => client.sendSignal({ process: byPid(pid), signal: 9 }));
  });

  // More than a frame, compressed both ways.
  const long = "0123456789abcde\n".repeat(20_000);
  const zipped = clientOf(useBinaryFormat, token, { sendCompression: compressionGzip, acceptCompression: [compressionGzip] });
  const counted = await collect(zipped.start({ process: shell("cat"), stdin: true }), async (pid) => {
    await zipped.sendInput({ process: byPid(pid), input: stdin(long) });
    await zipped.closeStdin({ process: byPid(pid) });
  });
  seen.long = { isSame: counted.stdout === long, end: counted.end };

  seen.codes = {
    noSuchProcess: await codeOf(client.sendSignal({ process: byPid(4_000_000_000), signal: 15 })),
    noSuchStream: await codeOf(collect(client.connect({ process: byTag("none") }))),
    noProgram: await codeOf(collect(client.start({ process: { cmd: "" } }))),
    wrongToken: await codeOf(clientOf(useBinaryFormat, "wrong").list({})),
    wrongTokenOfStream: await codeOf(collect(clientOf(useBinaryFormat, "wrong").start({ process: shell("true") }))),
    tooLate: await codeOf(collect(client.start({ process: { cmd: "sleep", args: ["1000"] } }, { timeoutMs: 300 }))),
  };
  return seen;
}

console.log(JSON.stringify({ json: await run(false), binary: await run(true) }));
