using System.Net;
using System.Text;
using Flapjack.Sdk.Tests.Streaming;

namespace Flapjack.Sdk.Tests.Computers.Exec;

/// <summary>What an event of output costs on its whole way, from the answer's body to the caller. The numbers are exact, so a change of them fails.</summary>
public sealed class ExecStreamAllocationTests
{
    private const int Events = 20_000;

    // A build for debugging makes an object for every asynchronous call, and a read of the body is a few such calls. No event may take more.
#if DEBUG
    private const int MemoryOfReads = Events * 1_100 / (8 * 1024) * 400;
#else
    private const int MemoryOfReads = 0;
#endif

    private static readonly string Chunk = string.Concat(Enumerable.Repeat("0123456789 line of a log\\n", 40));
    private static readonly int ChunkLength = Chunk.Replace("\\n", "\n", StringComparison.Ordinal).Length;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lent_event_takes_no_memory(bool isVerified) =>
        (await MemoryOfEvents(lends: true, isVerified, output => output.Bytes.Length)).Should().BeLessThanOrEqualTo(MemoryOfReads);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_takes_its_text_and_a_small_object(bool isVerified)
    {
        // A string has 22 bytes besides its characters, and objects begin at multiples of 8.
        var text = (22 + (2 * ChunkLength) + 7) / 8 * 8;

        (await MemoryOfEvents(lends: false, isVerified, output => output.Chunk.Length)).Should().BeInRange(text * Events, ((text + 110) * Events) + MemoryOfReads);
    }

    private static async Task<long> MemoryOfEvents(bool lends, bool isVerified, Func<ExecOutputEvent, int> use)
    {
        // The first and the last thousand events are not counted: the code is compiled, buffers grow, and the stream ends.
        var frames = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(2, Events + 2_000).Select(n =>
            $"event: stdout\nid: run:{n}\ndata: {{\"chunk\":\"{Chunk}\"}}\n\n")));
        using var http = new HttpClient(new FromMemory(frames, isVerified));
        using var client = new FlapjackClient(http, new() { ApiKey = "fj_live_0123456789", BaseAddress = new("http://flapjack.test") });
        var (count, length, before, after) = (0, 0L, 0L, 0L);
        await foreach (var item in client.ExecComputerAsync("a1", new() { Command = "x", LendsOutput = lends }))
        {
            if (item is not ExecOutputEvent output)
            {
                continue;
            }

            length += use(output);
            count++;
            before = count == 1_000 ? GC.GetAllocatedBytesForCurrentThread() : before;
            after = count == Events + 1_000 ? GC.GetAllocatedBytesForCurrentThread() : after;
        }

        (count, length).Should().Be((Events + 2_000, (Events + 2_000L) * ChunkLength));
        return after - before;
    }

    private sealed class FromMemory(byte[] output, bool isVerified) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            byte[] body = [
                .. "event: exec_started\nid: run:1\ndata: {\"execId\":\"run\"}\n\n"u8,
                .. output,
                .. "event: exit\ndata: {\"ok\":true,\"exitCode\":0}\n\n"u8];
            var response = new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StreamContent(new LazyStream(body, body.Length)),
                RequestMessage = request,
            };
            response.Content.Headers.ContentType = new("text/event-stream");
            if (isVerified)
            {
                response.Headers.Add("Flapjack-Extensions", "idempotent-exec, resume, exact-output");
            }

            return Task.FromResult(response);
        }
    }
}
