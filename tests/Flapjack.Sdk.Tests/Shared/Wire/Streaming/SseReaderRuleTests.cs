using System.Text;

namespace Flapjack.Sdk.Tests.Streaming;

/// <summary>The WHATWG rules, one a case: an input, and the events that it holds.</summary>
public sealed class SseReaderRuleTests
{
    private static readonly (string Rule, string Input, ReadEvent[] Events)[] Cases =
    [
        ("An LF ends a line", "data: a\ndata: b\n\n", [new("a\nb")]),
        ("A CR ends a line", "data: a\rdata: b\r\r", [new("a\nb")]),
        ("A CRLF ends one line, not two", "data: a\r\ndata: b\r\n\r\n", [new("a\nb")]),
        ("Line ends may be mixed", "data: a\rdata: b\ndata: c\r\n\rdata: d\n\r\n", [new("a\nb\nc"), new("d")]),
        ("An LF and then a CR are two line ends", "data: a\n\rdata: b\n\n", [new("a"), new("b")]),
        ("Blank lines between events are no events", "\n\r\n\r\rdata: a\n\n\n\n\n\ndata: b\n\n\n", [new("a"), new("b")]),
        ("A BOM at the very start is ignored", "\uFEFFdata: a\n\n", [new("a")]),
        ("Only one BOM is ignored", "\uFEFF\uFEFFdata: a\n\ndata: b\n\n", [new("b")]),
        ("A BOM later on belongs to the field's name", "data: a\n\n\uFEFFdata: b\n\n", [new("a")]),
        ("A BOM after a blank line is not at the start", "\n\uFEFFdata: a\n\n", []),
        ("A BOM in a value is data", "data: \uFEFFa\n\n", [new("\uFEFFa")]),
        ("A BOM before a blank line leaves a blank line", "\uFEFF\ndata: a\n\n", [new("a")]),
        ("A comment is ignored", ": hello\n:\ndata: a\n:data: x\n\n: bye\n\n", [new("a")]),
        ("A comment between data lines does not part them", "data: a\n: ping\ndata: b\n\n", [new("a\nb")]),
        ("One leading space is removed", "data: a\ndata:b\ndata:  c\ndata: \n\n", [new("a\nb\n c\n")]),
        ("A tab is not a space", "data:\ta\n\n", [new("\ta")]),
        ("A trailing space stays", "data: a \n\n", [new("a ")]),
        ("The value begins after the first colon", "data: a: b:c\n\n", [new("a: b:c")]),
        ("A colon and a space in a value stay", "data::a\ndata: :b\n\n", [new(":a\n:b")]),
        ("Data without a colon is an empty line of data", "data\n\n", [new("")]),
        ("Data with an empty value is an empty line of data", "data:\n\n", [new("")]),
        ("Two empty lines of data are a line feed", "data\ndata\n\n", [new("\n")]),
        ("Empty lines of data are kept in their places", "data:\ndata: a\ndata\n\n", [new("\na\n")]),
        ("A type is named by event", "event: add\ndata: 1\n\n", [new("1", "add")]),
        ("The last event field names the type", "event: add\ndata: 1\nevent: remove\n\n", [new("1", "remove")]),
        ("An empty event field takes the name back", "event: add\nevent\ndata: 1\n\n", [new("1")]),
        ("A type does not outlive its event", "event: add\ndata: 1\n\ndata: 2\n\n", [new("1", "add"), new("2")]),
        ("A frame without data is no event, and resets the type", "event: add\n\ndata: 1\n\n", [new("1")]),
        ("An id stands until another comes", "id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n\n", [new("a", LastEventId: "1"), new("b", LastEventId: "1"), new("c", LastEventId: "2")]),
        ("An id counts even without data", "id: 7\n\ndata: a\n\n", [new("a", LastEventId: "7")]),
        ("An empty id takes the id back", "id: 1\ndata: a\n\nid\ndata: b\n\n", [new("a", LastEventId: "1"), new("b")]),
        ("An id with a NUL is ignored", "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n", [new("a", LastEventId: "1"), new("b", LastEventId: "1")]),
        ("An id with a NUL leaves an id before it in the same frame", "id: 1\nid: \0\ndata: a\n\n", [new("a", LastEventId: "1")]),
        ("The last id of a frame counts", "id: 1\ndata: a\nid: 2\n\n", [new("a", LastEventId: "2")]),
        ("An id may be long, and then short", "id: " + new string('x', 700) + "\ndata: a\n\nid: y\ndata: b\n\n", [new("a", LastEventId: new('x', 700)), new("b", LastEventId: "y")]),
        ("A NUL in data is data", "data: a\0b\n\n", [new("a\0b")]),
        ("Retry is in milliseconds", "retry: 1500\ndata: a\n\n", [new("a", Retry: TimeSpan.FromSeconds(1.5))]),
        ("Retry may be zero, and have leading zeros", "retry: 0\ndata: a\n\nretry: 0007\ndata: b\n\n", [new("a", Retry: TimeSpan.Zero), new("b", Retry: TimeSpan.FromMilliseconds(7))]),
        ("Retry counts even without data, at once", "retry: 5\n\nretry: 6\n: x\ndata: a\n\n", [new("a", Retry: TimeSpan.FromMilliseconds(6))]),
        ("Retry of anything but digits is ignored", "retry: 5\nretry: -1\nretry: +1\nretry: 1.5\nretry:  1\nretry: 1 \nretry: 1s\nretry: ٣\nretry:\nretry\ndata: a\n\n", [new("a", Retry: TimeSpan.FromMilliseconds(5))]),
        ("Retry saturates past what a time span holds", "retry: 922337203685478\ndata: a\n\n", [new("a", Retry: TimeSpan.MaxValue)]),
        ("Retry saturates past 64 bits", "retry: 99999999999999999999999999\ndata: a\n\n", [new("a", Retry: TimeSpan.MaxValue)]),
        ("An unknown field is ignored", "foo: bar\ndata: a\nbaz\n\n", [new("a")]),
        ("A field's name is compared exactly", "Data: a\ndata : b\n data: c\ndat: d\ndatas: e\ndata: f\n\n", [new("f")]),
        ("Text in any script passes", "event: größe\nid: 東京\ndata: 🥞 é\n\n", [new("🥞 é", "größe", "東京")]),
        ("Line ends of Unicode do not end a line", "data: a\u2028b\u0085c\vd\n\n", [new("a\u2028b\u0085c\vd")]),
        ("An event cut before its blank line is dropped", "data: a\n\ndata: b\n", [new("a")]),
        ("An event cut in its line is dropped", "data: a\n\ndata: b", [new("a")]),
        ("A half event with an id does not move the id", "id: 1\ndata: a\n\nid: 2\ndata: b\n", [new("a", LastEventId: "1")]),
        ("A stream of nothing holds nothing", "", []),
        ("A stream of a BOM holds nothing", "\uFEFF", []),
        ("The first example of the standard", "data: YHOO\ndata: +2\ndata: 10\n\n", [new("YHOO\n+2\n10")]),
        ("The second example of the standard", ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n", [new("first event", LastEventId: "1"), new("second event"), new(" third event")]),
        ("The third example of the standard", "data\n\ndata\ndata\n\ndata:", [new(""), new("\n")]),
    ];

    public static TheoryData<string> Rules => [.. Cases.Select(c => c.Rule)];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Rule(string rule)
    {
        var (_, input, expected) = Cases.Single(c => c.Rule == rule);
        var bytes = Encoding.UTF8.GetBytes(input);
        ObviousReader.Read(bytes).Should().Equal(expected, "the fuzz relies on it");

        (await ReadEvent.AllAsync(PiecewiseStream.Whole(bytes))).Should().Equal(expected, "it came at once");
        (await ReadEvent.AllAsync(PiecewiseStream.ByteByByte(bytes))).Should().Equal(expected, "it came byte by byte");
        var random = new Random(20_260_101);
        for (var i = 0; i < 50; i++)
        {
            (await ReadEvent.AllAsync(PiecewiseStream.Split(bytes, random))).Should().Equal(expected, "it came in random pieces");
        }
    }
}
