using System.Text;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming;

public sealed class SplitBytesTests
{
    private const string Text = "ü 日本 🥞 \\u00fc \\ud83e\\udd5e";
    private const string Read = "ü 日本 🥞 ü 🥞";

    private static readonly string Lf = Frames.Started + ": comment ü\n" + Frames.Stdout(Text) + "event: ünknown\ndata: \"🥞\"\n\n" + Frames.Exit;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Events_come_through_when_every_read_gives_one_byte(string lineEnd)
    {
        using var http = new HttpClient(StubHandler.Events(new OneByteStream(BytesOf(lineEnd))));
        using var client = TestClient.Over(http, new("http://flapjack.test"));

        var events = await client.ExecComputerAsync("a1", new() { Command = "x" }).All();

        ShouldBeWhole(events);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Events_come_through_when_every_byte_is_written_alone(string lineEnd)
    {
        await using var exec = await LiveExec.Open();
        var events = new List<ComputerExecEvent>();

        foreach (var one in BytesOf(lineEnd))
        {
            await exec.Connection.Write(new[] { one });
        }

        while (await exec.Next())
        {
            events.Add(exec.Events.Current);
        }

        ShouldBeWhole(events);
    }

    [Fact]
    public async Task Events_come_through_wherever_one_write_ends_and_the_next_begins()
    {
        var bytes = BytesOf("\r\n");
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            using var http = new HttpClient(StubHandler.Events(new OneByteStream(bytes, firstRead: cut, otherReads: bytes.Length)));
            using var client = TestClient.Over(http, new("http://flapjack.test"));

            ShouldBeWhole(await client.ExecComputerAsync("a1", new() { Command = "x" }).All());
        }
    }

    private static byte[] BytesOf(string lineEnd) => Encoding.UTF8.GetBytes(Lf.Replace("\n", lineEnd, StringComparison.Ordinal));

    private static void ShouldBeWhole(List<ComputerExecEvent> events)
    {
        events.Select(e => e.Type).Should().Equal("exec_started", "stdout", "ünknown", "exit");
        ((ExecStdoutEvent)events[1]).Chunk.Should().Be(Read);
        ((UnknownExecEvent)events[2]).Data.GetString().Should().Be("🥞");
    }

    private sealed class OneByteStream(byte[] bytes, int firstRead = 1, int otherReads = 1) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var limit = Position == 0 ? firstRead : otherReads;
            return base.ReadAsync(buffer[..Math.Min(buffer.Length, limit)], cancellationToken);
        }
    }
}
