using System.Net;
using Shared.Wire.Http;

namespace Flapjack.Sdk.Tests.Http.Uploads;

/// <summary>A stream has one position, so that two uploads that read it at once would both send parts of it.</summary>
public sealed class SharedStreamTests : IDisposable
{
    private readonly GatedStream _stream = new("the content"u8.ToArray());
    private readonly List<string> _bodies = [];

    public void Dispose() => _stream.Dispose();

    [Fact]
    public async Task A_stream_is_read_by_one_upload_at_a_time()
    {
        using var sender = Sender(200, 200);
        var file = UploadFile.FromStream(_stream, "x.txt", "name");

        var first = sender.Send(file);
        await _stream.Reading();
        await IsRefused(sender, file);
        _stream.Open();
        await first.Soon();
        await sender.Send(file).Soon();

        _bodies.Should().HaveCount(2).And.AllSatisfy(body => body.Should().Contain("\r\n\r\nthe content\r\n--"));
    }

    [Fact]
    public async Task A_read_that_goes_on_after_its_upload_was_cancelled_keeps_the_stream()
    {
        using var cancel = new CancellationTokenSource();
        using var sender = Sender(200);
        var file = UploadFile.FromStream(_stream, "x.txt", "name");
        var first = sender.Send(file, cancellationToken: cancel.Token);
        await _stream.Reading();

        await cancel.CancelAsync();
        await first.Invoking(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>();
        await IsRefused(sender, file);
        _stream.Open();
        await _stream.Ended();
        await sender.Send(file).Soon();

        _bodies.Should().ContainSingle().Which.Should().Contain("\r\n\r\nthe content\r\n--");
    }

    [Fact]
    public async Task An_upload_that_was_not_taken_is_not_sent_again_while_its_stream_is_still_read()
    {
        // As an embedded server does, this one answers while the body is still read for it.
        var sent = 0;
        var copying = Task.CompletedTask;
        using var sender = new Sender(async (request, token) =>
        {
            sent++;
            copying = request.Content!.CopyToAsync(Stream.Null, token);
            await _stream.Reading();
            return new(HttpStatusCode.TooManyRequests) { Headers = { { "Retry-After", "0" } } };
        });

        var thrown = await sender.Invoking(s => s.Send(UploadFile.FromStream(_stream, "x.txt", "name")).Soon()).Should().ThrowAsync<RateLimitedException>();

        (thrown.Which.Attempts, sent).Should().Be((1, 1));
        _stream.Open();
        await copying.Invoking(task => task.Soon()).Should().ThrowAsync<Exception>("nothing is read for an attempt that has ended");
    }

    [Fact]
    public async Task Bytes_are_sent_by_many_uploads_at_once()
    {
        var file = UploadFile.FromBytes("the content"u8.ToArray(), "x.txt", "name");
        using var sender = Sender(200, 200);

        await Task.WhenAll(sender.Send(file), sender.Send(file)).Soon();

        _bodies.Should().HaveCount(2).And.AllSatisfy(body => body.Should().Contain("\r\n\r\nthe content\r\n--"));
    }

    private static async Task IsRefused(Sender sender, UploadFile file) =>
        (await sender.Invoking(s => s.Send(file).Soon()).Should().ThrowAsync<InvalidOperationException>()).WithMessage("The stream of 'x.txt' is read by another upload*");

    private Sender Sender(params int[] statuses)
    {
        var turn = 0;
        return new(async (request, token) =>
        {
            var body = await request.Content!.ReadAsStringAsync(token);
            lock (_bodies)
            {
                _bodies.Add(body);
                return new((HttpStatusCode)statuses[turn++]) { Content = new StringContent("{}") };
            }
        });
    }

    /// <summary>A stream that can seek, does not look at its token, and reads when the test lets it.</summary>
    private sealed class GatedStream(byte[] bytes) : MemoryStream(bytes)
    {
        private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Task<int> _last = Task.FromResult(0);

        public Task Reading() => _reading.Task.Soon();

        public void Open() => _open.SetResult();

        /// <summary>Waits for the end of the last read. The client awaited it first, so it goes on first.</summary>
        public Task<int> Ended() => _last.Soon();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(_last = Read(buffer));

        private async Task<int> Read(Memory<byte> buffer)
        {
            _reading.TrySetResult();
            await _open.Task;
            return base.Read(buffer.Span);
        }
    }
}
