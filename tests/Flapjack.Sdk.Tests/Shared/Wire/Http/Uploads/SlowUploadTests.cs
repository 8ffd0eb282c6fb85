using System.Net;
using Shared.Wire.Http;

namespace Flapjack.Sdk.Tests.Http.Uploads;

public sealed class SlowUploadTests : IDisposable
{
    private static readonly TimeSpan Response = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Almost = Response - TimeSpan.FromTicks(1);

    private readonly TestClock _clock = new();
    private readonly SlowSink _sink = new();
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _sink.Dispose();

    [Fact]
    public async Task A_slow_link_is_not_cut_while_something_moves()
    {
        using var sender = Sender();
        var call = sender.Send(Bytes(100_000));
        for (var piece = 0; piece < 9; piece++)
        {
            await _sink.Waiting();
            _clock.Advance(Almost);
            _sink.Take();
        }

        await _sent.Task.Soon();
        call.IsCompleted.Should().BeFalse();
        _answer.SetResult();

        await call.Soon();
    }

    [Fact]
    public async Task A_link_on_which_nothing_moves_is_cut()
    {
        using var sender = Sender();
        var call = sender.Send(Bytes(100_000));
        await _sink.Waiting();
        _sink.Take();
        await _sink.Waiting();

        _clock.Advance(Response);

        var thrown = await TimesOut(call, Response);
        thrown.Message.Should().Contain("timed out after 100 s in which no byte of the upload left and no answer came").And.Contain("sent once").And.Contain("is unknown");
    }

    [Fact]
    public async Task After_the_last_byte_the_service_has_its_time_and_that_which_the_body_took()
    {
        using var sender = Sender();
        var call = sender.Send(Bytes(1));
        for (var piece = 0; piece < 3; piece++)
        {
            await _sink.Waiting();
            _clock.Advance(TimeSpan.FromSeconds(20));
            _sink.Take();
        }

        await _sent.Task.Soon();
        _clock.Advance(TimeSpan.FromSeconds(160) - TimeSpan.FromTicks(1));
        call.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromTicks(1));

        await TimesOut(call, TimeSpan.FromSeconds(160));
    }

    [Fact]
    public async Task The_time_of_the_callers_own_stream_is_not_the_services()
    {
        var asked = new SemaphoreSlim(0);
        var more = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var sender = Sender();
        var call = sender.Send(UploadFile.FromStream(new TestSource((read, _) => Wait(read)), "x", "name"));
        await _sink.Waiting();
        _sink.Take();
        await asked.WaitAsync().Soon();

        _clock.Advance(TimeSpan.FromDays(1));
        more.SetResult([1, 2, 3]);
        await _sink.Waiting();
        _clock.Advance(Response);

        await TimesOut(call, Response);

        Task<byte[]> Wait(int read)
        {
            asked.Release();
            return read == 0 ? more.Task : Task.FromResult(Array.Empty<byte>());
        }
    }

    [Fact]
    public async Task Nor_has_the_service_that_time_for_its_answer()
    {
        using var sender = Sender();
        var call = sender.Send(UploadFile.FromStream(new TestSource((read, _) => Slow(read)), "x", "name"));
        for (var piece = 0; piece < 3; piece++)
        {
            await _sink.Waiting();
            _clock.Advance(TimeSpan.FromSeconds(20));
            _sink.Take();
        }

        await _sent.Task.Soon();
        _clock.Advance(TimeSpan.FromSeconds(160));

        await TimesOut(call, TimeSpan.FromSeconds(160));

        Task<byte[]> Slow(int read)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            return Task.FromResult<byte[]>(read == 0 ? [1, 2, 3] : []);
        }
    }

    [Fact]
    public async Task An_infinite_time_never_runs_out()
    {
        using var sender = Sender(Timeout.InfiniteTimeSpan);
        var call = sender.Send(Bytes(1));
        for (var piece = 0; piece < 3; piece++)
        {
            await _sink.Waiting();
            _clock.Advance(TimeSpan.FromDays(30));
            _sink.Take();
        }

        await _sent.Task.Soon();
        _clock.Advance(TimeSpan.FromDays(30));
        _answer.SetResult();

        await call.Soon();
    }

    [Theory]
    [InlineData("the link")]
    [InlineData("the file")]
    public async Task A_cancellation_ends_the_call_in_the_middle_of_the_body(string slow)
    {
        using var cancel = new CancellationTokenSource();
        var asked = new SemaphoreSlim(0);
        using var sender = Sender();
        // This stream does not look at the token.
        var file = slow == "the link" ? Bytes(100_000) : UploadFile.FromStream(new TestSource((_, _) => Never(asked)), "x", "name");
        var call = sender.Send(file, cancellationToken: cancel.Token);
        await _sink.Waiting();
        if (slow == "the file")
        {
            _sink.Take();
            await asked.WaitAsync().Soon();
        }

        await cancel.CancelAsync();

        (await call.Invoking(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
    }

    private static Task<byte[]> Never(SemaphoreSlim asked)
    {
        asked.Release();
        return new TaskCompletionSource<byte[]>().Task;
    }

    private static UploadFile Bytes(int size) => UploadFile.FromBytes(new byte[size], "x", "name");

    private Sender Sender(TimeSpan? timeout = null) => new(
        async (request, token) =>
        {
            await request.Content!.CopyToAsync(_sink, token);
            _sent.SetResult();
            await _answer.Task.WaitAsync(token);
            return new(HttpStatusCode.OK) { Content = new StringContent("{}") };
        },
        options => (options.TimeProvider, options.ResponseTimeout) = (_clock, timeout ?? Response));

    private static async Task<FlapjackTimeoutException> TimesOut(Task call, TimeSpan timeout)
    {
        var thrown = (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackTimeoutException>()).Which;
        (thrown.Budget, thrown.Timeout).Should().Be((FlapjackTimeoutBudget.Response, timeout));
        return thrown;
    }
}
