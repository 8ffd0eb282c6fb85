using System.Net;
using System.Text;
using Flapjack.Sdk.Tests.Streaming;

namespace Flapjack.Sdk.Tests.Computers.Exec;

/// <summary>
/// What an event of output costs on its whole way, from the answer's body to the caller. Two streams are compared that are read equally often, and of
/// which one brings more events with each read: so what a stream costs, and what a read costs, falls out, and the numbers are exact to the byte.
/// </summary>
public sealed class ExecStreamAllocationTests
{
    private const int Reads = 1_000;
    private const int MostEventsOfARead = 6;
    private const int Compared = Reads * (MostEventsOfARead - 1);

    // The object of a text event besides its string. The goal is 110 bytes.
    private const int BytesOfAnEvent = 80;

    private static readonly string Chunk = string.Concat(Enumerable.Repeat("0123456789 line of a log\\n", 40));
    private static readonly int ChunkLength = Chunk.Replace("\\n", "\n", StringComparison.Ordinal).Length;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lent_event_takes_no_memory(bool isVerified) =>
        (await MemoryOfAnEvent(lends: true, isVerified, output => output.Bytes.Length)).Should().Be(0);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_takes_its_text_and_a_small_object(bool isVerified)
    {
        // A string has 22 bytes besides its characters, and objects begin at multiples of 8.
        var text = (22 + (2 * ChunkLength) + 7) / 8 * 8;

        (await MemoryOfAnEvent(lends: false, isVerified, output => output.Chunk.Length)).Should().Be(text + BytesOfAnEvent);
    }

    /// <summary>How many bytes of new memory an event takes.</summary>
    private static async Task<long> MemoryOfAnEvent(bool lends, bool isVerified, Func<ExecOutputEvent, int> use)
    {
        var (few, many) = (Body(1), Body(MostEventsOfARead));
        var (leastOfFew, leastOfMany) = (long.MaxValue, long.MaxValue);
        for (var round = 0; round < 8; round++)
        {
            leastOfFew = Math.Min(leastOfFew, await MemoryOfStream(few));
            leastOfMany = Math.Min(leastOfMany, await MemoryOfStream(many));
        }

        // What runs for the first time, what is compiled anew, and a buffer that the pool has given up meanwhile only ever add to a round; what an event
        // takes is in each round. What a stream takes may differ by an object between two rounds: this is less than a byte for each of the events.
        return (long)Math.Round((double)(leastOfMany - leastOfFew) / Compared);

        async Task<long> MemoryOfStream(byte[][] body)
        {
            using var http = new HttpClient(new FromMemory(body, isVerified));
            using var client = new FlapjackClient(http, new() { ApiKey = "fj_live_0123456789", BaseAddress = new("http://flapjack.test") });
            var (count, length) = (0, 0L);
            var before = GC.GetAllocatedBytesForCurrentThread();
            await foreach (var item in client.ExecComputerAsync("a1", new() { Command = "x", LendsOutput = lends }))
            {
                if (item is ExecOutputEvent output)
                {
                    length += use(output);
                    count++;
                }
            }

            var after = GC.GetAllocatedBytesForCurrentThread();
            (count, length).Should().Be(((body.Length - 2) * (body == few ? 1 : MostEventsOfARead), (long)count * ChunkLength));
            return after - before;
        }
    }

    /// <summary>What each read of the body brings.</summary>
    private static byte[][] Body(int eventsOfARead)
    {
        var id = 2;
        return
        [
            "event: exec_started\nid: run:1\ndata: {\"execId\":\"run\"}\n\n"u8.ToArray(),
            .. Enumerable.Range(0, Reads).Select(_ => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, eventsOfARead).Select(_ =>
                $"event: stdout\nid: run:{id++}\ndata: {{\"chunk\":\"{Chunk}\"}}\n\n")))),
            "event: exit\ndata: {\"ok\":true,\"exitCode\":0}\n\n"u8.ToArray(),
        ];
    }

    private sealed class FromMemory(byte[][] body, bool isVerified) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new PieceByPiece(body)), RequestMessage = request };
            response.Content.Headers.ContentType = new("text/event-stream");
            if (isVerified)
            {
                response.Headers.Add("Flapjack-Extensions", "idempotent-exec, resume, exact-output");
            }

            return Task.FromResult(response);
        }
    }

    private sealed class PieceByPiece(byte[][] pieces) : ReadOnlyStream
    {
        private int _next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.IsEmpty || _next == pieces.Length)
            {
                return new(0);
            }

            var piece = pieces[_next++];
            piece.CopyTo(buffer);
            return new(piece.Length);
        }
    }
}
