using System.Text;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk.Tests.Streaming;

/// <summary>When an event is delivered, and when nothing more is.</summary>
public sealed class SseReaderTimingTests
{
    [Theory]
    [InlineData("data: a\n\n")]
    [InlineData("data: a\r\r")]
    [InlineData("data: a\r\n\r\n")]
    [InlineData("data: a\r\n\r")]
    [InlineData("data: a\n\r")]
    public async Task An_event_is_delivered_without_waiting_for_the_byte_after_it(string input)
    {
        foreach (var piece in new[] { 1, int.MaxValue })
        {
            using var cancellation = new CancellationTokenSource();
            using var reader = new SseReader(new PiecewiseStream(Encoding.UTF8.GetBytes(input), () => piece, staysOpen: true), 1024);

            var reading = reader.ReadAsync(cancellation.Token);

            reading.IsCompletedSuccessfully.Should().BeTrue("the second read never ends");
            (await reading).Should().BeTrue();
            Encoding.UTF8.GetString(reader.Data).Should().Be("a");
        }
    }

    [Fact]
    public async Task An_LF_after_a_CR_that_dispatched_belongs_to_it()
    {
        using var body = new PiecewiseStream("data: a\r\n\r\ndata: b\r\n\r\n"u8.ToArray(), () => 1);
        using var reader = new SseReader(body, 1024);

        (await ReadNext(reader)).Should().Be("a");
        (await ReadNext(reader)).Should().Be("b");
        (await ReadNext(reader)).Should().BeNull();
    }

    [Fact]
    public async Task Buffered_events_complete_synchronously()
    {
        using var cancellation = new CancellationTokenSource();
        using var reader = new SseReader(new PiecewiseStream("data: a\n\ndata: b\n\ndata: c\n\n"u8.ToArray(), () => int.MaxValue, staysOpen: true), 1024);

        for (var i = 0; i < 3; i++)
        {
            var buffered = reader.ReadAsync(cancellation.Token);
            buffered.IsCompletedSuccessfully.Should().BeTrue();
            (await buffered).Should().BeTrue();
        }

        var fourth = reader.ReadAsync(cancellation.Token);
        fourth.IsCompleted.Should().BeFalse();
        await cancellation.CancelAsync();
        await fourth.Invoking(async f => await f).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Cancellation_ends_a_read_that_waits_for_the_rest_of_an_event()
    {
        using var cancellation = new CancellationTokenSource();
        using var reader = new SseReader(new PiecewiseStream("data: a\n"u8.ToArray(), () => 3, staysOpen: true), 1024);
        var reading = reader.ReadAsync(cancellation.Token).AsTask();
        reading.IsCompleted.Should().BeFalse();

        await cancellation.CancelAsync();

        (await reading.Invoking(r => r).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancellation.Token);
        await reader.Invoking(async r => await r.ReadAsync(default)).Should().ThrowAsync<InvalidOperationException>("a frame of which a part is lost is no frame");
    }

    [Fact]
    public async Task Nothing_buffered_is_delivered_after_a_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        using var reader = new SseReader(PiecewiseStream.Whole("data: a\n\ndata: b\n\n"u8.ToArray()), 1024);
        (await reader.ReadAsync(cancellation.Token)).Should().BeTrue();

        await cancellation.CancelAsync();

        await reader.Invoking(async r => await r.ReadAsync(cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task The_end_stays_the_end()
    {
        using var reader = new SseReader(PiecewiseStream.Whole("data: a\n\ndata: half\n"u8.ToArray()), 1024);

        (await ReadNext(reader)).Should().Be("a");
        (await ReadNext(reader)).Should().BeNull();
        (await ReadNext(reader)).Should().BeNull();
    }

    [Fact]
    public async Task The_body_stays_the_callers()
    {
        using var body = PiecewiseStream.Whole("data: a\n\n"u8.ToArray());
        var reader = new SseReader(body, 1024);
        await reader.ReadAsync(default);

        reader.Dispose();
        reader.Dispose();

        body.WasDisposed.Should().BeFalse();
        await reader.Invoking(async r => await r.ReadAsync(default)).Should().ThrowAsync<ObjectDisposedException>();
    }

    private static async Task<string?> ReadNext(SseReader reader) =>
        await reader.ReadAsync(default) ? Encoding.UTF8.GetString(reader.Data) : null;
}
