using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace Flapjack.Sdk.Tests.Streaming;

/// <summary>
/// The WHATWG algorithm, "Interpreting an event stream", to the letter and without a thought for speed: the whole input is decoded,
/// cut into lines, and each line processed as the text says.
/// </summary>
internal static class ObviousReader
{
    public static List<ReadEvent> Read(byte[] input)
    {
        // "Streams must be decoded using the UTF-8 decode algorithm", which strips one leading BOM.
        var text = Encoding.UTF8.GetString(input);
        text = text.StartsWith('\uFEFF') ? text[1..] : text;

        // "With a CRLF pair, a single LF, and a single CR being the ways in which a line can end"; what follows the last is no line.
        var lines = Regex.Split(text, "\r\n|\n|\r")[..^1];
        var events = new List<ReadEvent>();
        string data = "", eventType = "", lastEventIdBuffer = "", lastEventId = "";
        TimeSpan? retry = null;
        foreach (var line in lines)
        {
            if (line.Length == 0)
            {
                Dispatch();
            }
            else if (line.StartsWith(':'))
            {
                // "Ignore the line."
            }
            else if (line.Contains(':', StringComparison.Ordinal))
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                var value = line[(colon + 1)..];
                Process(line[..colon], value.StartsWith(' ') ? value[1..] : value);
            }
            else
            {
                Process(line, "");
            }
        }

        return events;

        void Process(string field, string value)
        {
            switch (field)
            {
                case "event": eventType = value; break;
                case "data": data += value + "\n"; break;
                case "id" when !value.Contains('\0', StringComparison.Ordinal): lastEventIdBuffer = value; break;
                case "retry" when value.Length > 0 && value.All(char.IsAsciiDigit): retry = Milliseconds(value); break;
            }
        }

        void Dispatch()
        {
            lastEventId = lastEventIdBuffer;
            if (data.Length > 0)
            {
                events.Add(new(data[..^1], eventType.Length > 0 ? eventType : "message", lastEventId, retry));
            }

            data = "";
            eventType = "";
        }
    }

    private static TimeSpan Milliseconds(string digits)
    {
        var value = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        return value > (BigInteger)(TimeSpan.MaxValue.Ticks / 10_000) ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)value * 10_000);
    }
}
