// The plain, obvious parser of server-sent events in Node: lines, joined data, JSON.parse. Only whole lines are decoded: a line that is cut
// stays bytes until its rest comes, so one character beyond Latin-1 does not make all later strings twice as wide, and slow.
export function createParser(onEvent) {
  let rest = Buffer.alloc(0);
  let event = '';
  let data = [];
  return (bytes) => {
    const all = Buffer.concat([rest, bytes]);
    const whole = all.lastIndexOf(10) + 1;
    rest = all.subarray(whole);
    const text = all.toString('utf8', 0, whole);
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
  };
}
