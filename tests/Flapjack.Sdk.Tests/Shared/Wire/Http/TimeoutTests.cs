using System.Net;
using Flapjack.Sdk.Settings;
using Flapjack.Sdk.Tests.Wire;
using Shared.Wire.Http;

namespace Flapjack.Sdk.Tests.Http;

public sealed class TimeoutTests : IAsyncDisposable
{
    private static readonly ExecComputerOptions Command = new() { Command = "x" };
    private static readonly TimeSpan Response = TimeSpan.FromSeconds(100);

    private readonly RawServer _server = new();
    private readonly TestClock _clock = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_command_whose_first_byte_is_late_is_not_sent_again()
    {
        using var client = Client();
        var call = client.RunComputerAsync("a1", Command);
        var connection = await _server.AcceptRequest();

        _clock.Advance(Response);
        await (await _server.AcceptRequest()).Answer(200, "{}");

        var thrown = await TimesOut(call, FlapjackTimeoutBudget.Response, Response);
        thrown.Message.Should().Contain("POST /api/agents/a1/computer/exec timed out after 100 s").And.Contain("sent once").And.Contain("is unknown");
        await connection.ClosedByClient();
        (await _server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task A_creation_without_an_id_is_not_sent_again_either()
    {
        using var client = Client();
        var call = client.CreateAgentFromTemplateAsync(new() { Name = "n", Template = ComputerTemplate.Blank });
        await _server.AcceptRequest();

        _clock.Advance(Response);

        await TimesOut(call, FlapjackTimeoutBudget.Response, Response);
        (await _server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_GET_that_is_late_gets_another_attempt_with_a_while_of_its_own()
    {
        // A pause of less than a millisecond would arm no timer.
        using var client = Client(options => (options.MaxRetries, options.RetryDelay) = (1, TimeSpan.FromSeconds(10)));
        var call = client.GetComputerStatusAsync("a1");
        await _server.AcceptRequest();
        await _clock.Pass(Response);
        _clock.Advance(await _clock.Armed());

        var second = await _server.AcceptRequest();
        _clock.Advance(Response - TimeSpan.FromTicks(1));
        call.IsCompleted.Should().BeFalse();
        await second.Answer(200, "{}");

        await call.Soon();
    }

    [Fact]
    public async Task A_body_that_stalls_is_late_as_well()
    {
        using var client = Client(options => options.MaxRetries = 0);
        var call = client.GetComputerStatusAsync("a1");
        var connection = await _server.AcceptRequest();
        await connection.Write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");

        _clock.Advance(Response);

        await TimesOut(call, FlapjackTimeoutBudget.Response, Response);
    }

    [Fact]
    public async Task A_refusal_whose_body_stalls_is_late_as_well()
    {
        using var client = Client();
        var call = client.RunComputerAsync("a1", Command);
        var connection = await _server.AcceptRequest();
        await connection.Write("HTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");

        _clock.Advance(Response);
        await (await _server.AcceptRequest()).Answer(200, "{}");

        await TimesOut(call, FlapjackTimeoutBudget.Response, Response);
        (await _server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task An_infinite_time_for_an_answer_never_runs_out()
    {
        using var client = Client(options => options.ResponseTimeout = Timeout.InfiniteTimeSpan);
        var call = client.GetComputerStatusAsync("a1");
        var connection = await _server.AcceptRequest();

        _clock.Advance(TimeSpan.FromDays(30));

        call.IsCompleted.Should().BeFalse();
        await connection.Answer(200, "{}");
        await call.Soon();
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_has_a_budget_and_a_retry_of_its_own()
    {
        var attempts = 0;
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(20),
            ConnectCallback = async (_, token) =>
            {
                attempts++;
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return Stream.Null;
            },
        });
        using var client = TestClient.Over(http, _server.Address, options => (options.MaxRetries, options.ConnectTimeout) = (2, TimeSpan.FromMilliseconds(20)));

        var thrown = await TimesOut(client.RunComputerAsync("a1", Command), FlapjackTimeoutBudget.Connect, TimeSpan.FromMilliseconds(20));

        attempts.Should().Be(3);
        thrown.Message.Should().Contain("The service did nothing.");
    }

    [Fact]
    public void The_handler_of_a_client_of_ours_has_the_settings_that_the_promises_need()
    {
        using var handler = PrimaryHandlerSetup.Create(ClientSettings.From(TestClient.Options(_server.Address, options => options.ConnectTimeout = TimeSpan.FromSeconds(7))).Http);

        handler.ConnectTimeout.Should().Be(TimeSpan.FromSeconds(7));
        handler.PooledConnectionLifetime.Should().Be(TimeSpan.FromMinutes(5));
        handler.AllowAutoRedirect.Should().BeFalse();
        handler.UseCookies.Should().BeFalse();
        handler.MaxResponseDrainSize.Should().Be(0);
    }

    [Theory]
    [InlineData("exec")]
    [InlineData("status")]
    public async Task The_timeout_of_a_passed_client_is_a_budget_too_and_not_retried(string method)
    {
        var requests = 0;
        // Not over the network: whether a connection comes about within a tenth of a second is up to the machine.
        using var http = new HttpClient(new StubHandler(async (_, token) =>
        {
            requests++;
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return new();
        }))
        { Timeout = TimeSpan.FromMilliseconds(100) };
        using var client = TestClient.Over(http, _server.Address);

        Task call = method == "exec" ? client.RunComputerAsync("a1", Command) : client.GetComputerStatusAsync("a1");

        var thrown = await TimesOut(call, FlapjackTimeoutBudget.HttpClient, TimeSpan.FromMilliseconds(100));
        thrown.Message.Should().Contain("the HttpClient's own Timeout");
        // The second is no repeat of the command: it asks what this server announces.
        requests.Should().Be(method == "exec" ? 2 : 1);
    }

    [Fact]
    public async Task A_cancellation_by_the_caller_is_no_timeout()
    {
        using var cancel = new CancellationTokenSource();
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(1) };
        using var client = TestClient.Over(http, _server.Address);
        var call = client.GetComputerStatusAsync("a1", cancel.Token);
        await _server.AcceptRequest();

        await cancel.CancelAsync();

        var thrown = (await call.Invoking(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>()).Which;
        thrown.CancellationToken.Should().Be(cancel.Token);
        (await _server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_cancellation_stays_one_even_if_the_answer_broke_at_the_same_moment()
    {
        using var cancel = new CancellationTokenSource();
        using var http = new HttpClient(new StubHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Conflict) { Content = new BreakingContent(cancel) })));
        using var client = TestClient.Over(http, _server.Address);

        var call = () => client.RunComputerAsync("a1", Command, cancel.Token).Soon();

        (await call.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
    }

    private FlapjackClient Client(Action<FlapjackClientOptions>? configure = null) => TestClient.At(_server.Address, options =>
    {
        options.TimeProvider = _clock;
        configure?.Invoke(options);
    });

    private static async Task<FlapjackTimeoutException> TimesOut(Task call, FlapjackTimeoutBudget budget, TimeSpan timeout)
    {
        var thrown = (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackTimeoutException>()).Which;
        thrown.Budget.Should().Be(budget);
        thrown.Timeout.Should().Be(timeout);
        return thrown;
    }

    private sealed class BreakingContent(CancellationTokenSource cancel) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await cancel.CancelAsync();
            throw new IOException("The connection was reset.");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
