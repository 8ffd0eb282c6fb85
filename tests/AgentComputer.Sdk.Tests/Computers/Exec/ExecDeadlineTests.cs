using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Computers.Exec;

public sealed class ExecDeadlineTests
{
    private readonly TestClock _clock = new();
    private readonly TaskCompletionSource<HttpResponseMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task An_answer_that_never_comes_is_given_up_slightly_above_the_timeout()
    {
        using var http = Http();
        using var client = Client(http);
        var run = client.ExecAsync("c1", new() { Command = ["x"], Timeout = TimeSpan.FromSeconds(250) });

        await _clock.Pass(TimeSpan.FromSeconds(265));

        var late = (await run.Awaiting(call => call.Soon()).Should().ThrowAsync<ExecTimedOutException>()).Which;
        late.Message.Should().Be(
            "POST /v1/computers/c1/exec: no answer came within 250 s, the program's timeout, and 15 s more. Whether the program ran, or still runs, is unknown.");
        (late.Output, late.Timeout).Should().Be((null, TimeSpan.FromSeconds(250)));
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public async Task Without_a_duration_the_clients_clock_decides(int took, bool isSuccess)
    {
        using var http = Http();
        using var client = Client(http);
        var run = client.ExecAsync("c1", new() { Command = ["x"] });

        _clock.Advance(TimeSpan.FromSeconds(took));
        _answer.SetResult(new() { Content = new StringContent("""{"exit_code":0}""") });

        if (isSuccess)
        {
            (await run.Soon()).Succeeded.Should().BeTrue();
        }
        else
        {
            (await run.Awaiting(call => call.Soon()).Should().ThrowAsync<ExecTimedOutException>()).Which.Output!.Succeeded.Should().BeFalse();
        }
    }

    [Fact]
    public async Task A_caller_that_cancels_is_told_so()
    {
        using var http = Http();
        using var client = Client(http);
        using var cancel = new CancellationTokenSource();
        var run = client.ExecAsync("c1", new() { Command = ["x"] }, cancel.Token);

        await cancel.CancelAsync();

        (await run.Awaiting(call => call.Soon()).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
    }

    private HttpClient Http() => new(new StubHandler((_, token) => _answer.Task.WaitAsync(token))) { Timeout = Timeout.InfiniteTimeSpan };

    private AgentComputerClient Client(HttpClient http) => TestClient.Over(http, new("http://computer.test"), options => options.TimeProvider = _clock);
}
