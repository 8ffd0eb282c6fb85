// The plain, obvious parser of server-sent events in Node: decode, split into lines, join the data, parse the JSON.
export function createParser(onEvent) {
  const decoder = new TextDecoder();
  let rest = '';
  let event = '';
  let data = [];
  return (bytes) => {
    const text = rest + decoder.decode(bytes, { stream: true });
    let from = 0;
    for (let end; (end = text.indexOf('\n', from)) >= 0; from = end + 1) {
      const line = text.slice(from, text[end - 1] === '\r' ? end - 1 : end);
      if (line === '') {
        if (data.length > 0) onEvent(event, JSON.parse(data.join('\n')));
        event = '';
        data = [];
      } else if (line.startsWith('event:')) {
        event = line.slice(6).trim();
      } else if (line.startsWith('data:')) {
        data.push(line[5] === ' ' ? line.slice(6) : line.slice(5));
      }
    }
    rest = text.slice(from);
  };
}
