using System.Diagnostics;
using System.Text;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk.Tests.Streaming;

/// <summary>How much memory a stream can make the reader take.</summary>
public sealed class SseReaderSizeTests
{
    private const int Limit = 2_000;

    public static TheoryData<string, string> FramesAtTheLimit => new()
    {
        { "one line", UpToTheLimit("") },
        { "several lines", UpToTheLimit(string.Concat(Enumerable.Repeat("data: x\n", 100))) },
        { "lines that end in CRLF", UpToTheLimit(string.Concat(Enumerable.Repeat("data: x\r\n", 100))) },
        { "fields that are unknown, and comments", UpToTheLimit("foo: bar\n: é\nid\n") },
        { "after a BOM, a comment and blank lines", "\uFEFF: hello\n\n\r\n" + UpToTheLimit("") },
    };

    [Theory]
    [MemberData(nameof(FramesAtTheLimit))]
    public async Task A_frame_at_the_limit_passes_and_a_byte_more_throws(string what, string frame)
    {
        foreach (var piece in new[] { 1, 7, int.MaxValue })
        {
            var fits = await ReadEvent.AllAsync(new PiecewiseStream(Encoding.UTF8.GetBytes(frame + "\n" + frame + "\n"), () => piece), Limit);
            fits.Should().HaveCount(2, what);

            var body = new PiecewiseStream(Encoding.UTF8.GetBytes(frame + "\n" + frame[..^1] + "x\n\n"), () => piece);
            using var reader = new SseReader(body, Limit);
            (await reader.ReadAsync(default)).Should().BeTrue("the frame before it is sound");
            for (var i = 0; i < 2; i++)
            {
                await reader.Invoking(async r => await r.ReadAsync(default)).Should().ThrowAsync<FlapjackProtocolException>("it stays broken");
            }
        }
    }

    [Theory]
    [InlineData("data: x")]
    [InlineData(": x")]
    [InlineData("nonsense")]
    public async Task A_line_that_never_ends_throws_as_soon_as_it_is_past_the_limit(string start)
    {
        using var body = new LazyStream(Encoding.UTF8.GetBytes(start), 64L * 1024 * 1024);
        using var reader = new SseReader(body, 1_000_000, "FlapjackClientOptions.MaxStreamFrameBytes");

        var thrown = await reader.Invoking(async r => await r.ReadAsync(default)).Should().ThrowAsync<FlapjackProtocolException>();

        thrown.Which.Message.Should().Contain("1000000 bytes").And.Contain("FlapjackClientOptions.MaxStreamFrameBytes");
        thrown.Which.Raw.Should().HaveLength(4_096).And.StartWith(start + start);
        body.BytesRead.Should().BeLessThan(2 * 1024 * 1024);
    }

    [Fact]
    public async Task A_frame_whose_lines_never_end_throws()
    {
        using var reader = new SseReader(new LazyStream("data: é\n: é\nfoo\n"u8.ToArray(), 64L * 1024 * 1024), 1_000_000);

        var thrown = await reader.Invoking(async r => await r.ReadAsync(default)).Should().ThrowAsync<FlapjackProtocolException>();

        thrown.Which.Raw.Should().HaveLength(4_096).And.StartWith("data: é\n: é\nfoo\ndata: é");
    }

    [Theory]
    [InlineData(": ping\n", 64)]
    [InlineData(": ping\n\n", 16)]
    [InlineData("\r\n", 8)]
    [InlineData("id: 1\n\n", 8)]
    public async Task Comments_and_frames_without_data_never_accumulate(string pattern, int mebibytes)
    {
        var length = mebibytes * 1024L * 1024;
        using var body = new LazyStream(Encoding.UTF8.GetBytes(pattern), length);
        using var reader = new SseReader(body, 1024);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var reading = reader.ReadAsync(default);

        reading.IsCompleted.Should().BeTrue("this body never makes a reader wait, so all of it was read on this thread");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(32 * 1024);
        (await reading).Should().BeFalse();
        body.BytesRead.Should().Be(length);
    }

    [Fact]
    public async Task Small_events_do_not_make_the_buffer_larger_than_a_large_read()
    {
        using var body = new LazyStream("event: log\ndata: hello\n\n"u8.ToArray(), 4L * 1024 * 1024);

        await ReadEvent.AllAsync(body, 16 * 1024 * 1024);

        body.LargestBuffer.Should().BeLessThanOrEqualTo(64 * 1024);
    }

    [Theory]
    [InlineData("data: {\"chunk\":\"0123456789\"}\n\n")]
    [InlineData("event: log\nid: 42\ndata: a\ndata: b\n\n")]
    public async Task Ten_thousand_buffered_events_allocate_nothing(string frame)
    {
        // The large event makes the buffer so large that the small ones behind it come with its last read.
        var large = "data: " + new string('x', 1024 * 1024) + "\n\n";
        var bytes = Encoding.UTF8.GetBytes(large + string.Concat(Enumerable.Repeat(frame, 10_100)));

        // The least of three: what is called for the first time, or compiled anew meanwhile, may allocate.
        var least = long.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            least = Math.Min(least, await AllocatedByTenThousandEventsAsync(bytes));
        }

        least.Should().BeLessThan(1_000);
    }

    [Fact]
    public async Task A_long_line_that_comes_byte_by_byte_is_searched_once()
    {
        // Searched from its start at every byte, this line would take 2 million times a million comparisons: minutes, even with vectors.
        var bytes = Encoding.UTF8.GetBytes("data: " + new string('x', 2_000_000) + "\n\n");
        var clock = Stopwatch.StartNew();

        var events = await ReadEvent.AllAsync(PiecewiseStream.ByteByByte(bytes), 4_000_000);

        events.Single().Data.Should().HaveLength(2_000_000);
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_large_frame_grows_the_buffer_up_to_the_largest_limit_without_overflow()
    {
        var bytes = Encoding.UTF8.GetBytes("data: " + new string('x', 40_000_000) + "\n\ndata: y\n\n");

        var events = await ReadEvent.AllAsync(PiecewiseStream.Whole(bytes), 1024 * 1024 * 1024);

        events.Select(e => e.Data.Length).Should().Equal(40_000_000, 1);
    }

    private static string UpToTheLimit(string start) =>
        start + "data: " + new string('x', Limit - Encoding.UTF8.GetByteCount(start) - "data: \n".Length) + "\n";

    private static async Task<long> AllocatedByTenThousandEventsAsync(byte[] bytes)
    {
        using var reader = new SseReader(new MemoryStream(bytes), 4 * 1024 * 1024);
        async Task<int> CountAsync(int events)
        {
            var count = 0;
            for (var i = 0; i < events; i++)
            {
                count += await reader.ReadAsync(default) && reader.Data.Length > 0 && reader.EventType.Length > 0 ? 1 : 0;
            }

            return count;
        }

        await CountAsync(101);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = await CountAsync(10_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        count.Should().Be(10_000);
        (await reader.ReadAsync(default)).Should().BeFalse();
        return allocated;
    }
}
