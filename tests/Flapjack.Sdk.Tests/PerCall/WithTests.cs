using Flapjack.Sdk.Tests.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.Tests.PerCall;

/// <summary>A client that was derived by With sends in another way, and changes nothing of the client that it was derived from.</summary>
public sealed class WithTests : WireTest
{
    private const string Path = "/api/agents/a1/computer/status";
    private const string ExecPath = "/api/agents/a1/computer/exec";

    [Fact]
    public async Task A_derived_client_repeats_as_often_as_it_was_told_and_its_parent_as_before()
    {
        Wire.Answers(Path, [.. Enumerable.Repeat(new Answer(503, ""), 6)]);
        var client = ClientWith(options => options.MaxRetries = 1);

        (await Refusal(client.With(o => o.MaxRetries = 0))).Attempts.Should().Be(1);
        (await Refusal(client.With(o => o.MaxRetries += 2))).Attempts.Should().Be(4, "the options begin with the values of the parent");
        (await Refusal(client)).Attempts.Should().Be(2);
    }

    [Fact]
    public async Task A_derived_client_has_the_time_that_it_was_given()
    {
        var clock = new TestClock();
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address, options => (options.TimeProvider, options.MaxRetries) = (clock, 0));
        var call = client.With(o => o.ResponseTimeout = TimeSpan.FromSeconds(7)).GetComputerStatusAsync("a1");
        await server.AcceptRequest();

        await clock.Pass(TimeSpan.FromSeconds(7));

        var late = (await call.Awaiting(task => task.Soon()).Should().ThrowAsync<FlapjackTimeoutException>()).Which;
        (late.Budget, late.Timeout).Should().Be((FlapjackTimeoutBudget.Response, TimeSpan.FromSeconds(7)));
    }

    [Fact]
    public async Task Headers_go_with_every_request_of_the_derived_client_and_of_no_other()
    {
        Wire.Answers(Path, new Answer(503, ""), Answer.Json("{}"), Answer.Json("{}"), Answer.Json("{}"));
        var first = Client.With(o => o.Headers["X-Tenant"] = "t 1");
        var second = first.With(o => (o.Headers["x-tenant"], o.Headers["Date"]) = ("t2", "no date"));

        await first.GetComputerStatusAsync("a1").Soon();
        await second.GetComputerStatusAsync("a1").Soon();
        await Client.GetComputerStatusAsync("a1").Soon();

        Wire.Requests.Select(request => request.Header("X-Tenant")).Should().Equal("t 1", "t 1", "t2", null);
        Wire.Requests.Select(request => request.Header("Date")).Should().Equal(null, null, "no date", null);
        Wire.Requests.Should().OnlyContain(request => request.Header("Authorization") == $"Bearer {TestClient.Key}");
    }

    [Fact]
    public async Task The_stream_of_a_command_has_the_headers_too()
    {
        Wire.Answers(ExecPath, Answer.Events(Frames.Exec));

        await Client.With(o => o.Headers["X-Tenant"] = "t1").RunComputerAsync("a1", new() { Command = "x" }).Soon();

        Wire.Request.Header("X-Tenant").Should().Be("t1");
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("authorization")]
    [InlineData("Host")]
    [InlineData("Content-Type")]
    [InlineData("content-anything")]
    [InlineData("Flapjack-Detach-Seconds")]
    [InlineData("FLAPJACK-X")]
    [InlineData("Idempotency-Key")]
    [InlineData("Last-Event-ID")]
    [InlineData("User-Agent")]
    [InlineData("Accept")]
    [InlineData("traceparent")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Expires")]
    public void A_header_of_the_client_can_not_be_replaced(string name)
    {
        var derive = () => Client.With(o => o.Headers[name] = "secret-value");

        var message = derive.Should().Throw<ArgumentException>().Which.Message;
        message.Should().StartWith($"The Flapjack option Headers can't hold {name}: ").And.NotContain("secret-value");
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("X Tenant", "x")]
    [InlineData("X-Tenant:", "x")]
    [InlineData("X-Tenant\r\nHost", "x")]
    [InlineData("X-Tenänt", "x")]
    [InlineData("X-Tenant", "")]
    [InlineData("X-Tenant", null)]
    [InlineData("X-Tenant", " secret")]
    [InlineData("X-Tenant", "secret\r\nHost: other")]
    [InlineData("X-Tenant", "secrét")]
    public void A_header_that_can_not_be_sent_is_refused_and_its_value_not_shown(string name, string? value)
    {
        var derive = () => Client.With(o => o.Headers[name] = value!);

        derive.Should().Throw<ArgumentException>().Which.Message.Should().StartWith("The Flapjack option Headers ").And.NotContain("secr").And.NotContain("\n");
    }

    [Fact]
    public void Every_option_out_of_its_range_is_told_at_once()
    {
        var derive = () => Client.With(o => (o.MaxRetries, o.ResponseTimeout, o.StreamIdleTimeout, o.ReadyTimeout, o.RetryDelay, o.MaxRetryAfter) =
            (11, TimeSpan.Zero, TimeSpan.FromDays(2), TimeSpan.FromMilliseconds(1), TimeSpan.Zero, TimeSpan.FromHours(2)));

        derive.Should().Throw<ArgumentException>().WithMessage(
            "*ResponseTimeout must be*StreamIdleTimeout must be*ReadyTimeout must be*MaxRetries must be 0 to 10, not 11*RetryDelay must be*MaxRetryAfter must be*");
        FluentActions.Invoking(() => Client.With(null!)).Should().Throw<ArgumentNullException>().WithParameterName("configure");
    }

    [Fact]
    public async Task Options_that_are_kept_and_changed_later_do_nothing()
    {
        Wire.Answers(Path, "{}");
        FlapjackCallOptions? kept = null;
        var derived = Client.With(o => kept = o);
        kept!.Headers["Authorization"] = "other";

        await derived.GetComputerStatusAsync("a1").Soon();

        Wire.Request.Header("Authorization").Should().Be($"Bearer {TestClient.Key}");
    }

    [Fact]
    public async Task A_derived_client_uses_the_connection_of_its_parent_and_leaves_it_open()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);
        var first = client.GetComputerStatusAsync("a1");
        var connection = await server.AcceptRequest();
        await connection.Answer(200, "{}");
        await first.Soon();

        var derived = client.With(o => o.MaxRetries = 0);
        var second = derived.GetComputerStatusAsync("a2");
        await connection.ReadRequest();
        await connection.Answer(200, "{}");
        await second.Soon();
        derived.Dispose();
        var third = client.GetComputerStatusAsync("a3");
        await connection.ReadRequest();
        await connection.Answer(200, "{}");

        await third.Soon();
        await derived.Awaiting(disposed => disposed.GetComputerStatusAsync("a1")).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task After_the_parent_is_disposed_a_derived_client_says_so()
    {
        var client = TestClient.At(Wire.Address);
        var derived = client.With(_ => { }).With(_ => { });
        client.Dispose();

        (await derived.Awaiting(d => d.GetComputerStatusAsync("a1")).Should().ThrowAsync<ObjectDisposedException>()).Which.ObjectName.Should().Be("Flapjack.Sdk.FlapjackClient");
        FluentActions.Invoking(() => client.With(_ => { })).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task What_the_server_has_announced_is_known_to_both()
    {
        Wire.Answers(Path, Answer.Json("{}").With("Flapjack-Extensions", "stop"));
        Wire.Answers($"{ExecPath}/e1", new Answer(204));
        await Client.With(_ => { }).GetComputerStatusAsync("a1").Soon();

        await Client.StopComputerExecAsync("a1", "e1").Soon();

        Wire.Requests.Select(request => request.Method).Should().Equal(["GET", "DELETE"], "the server need not be asked again");
    }

    [Fact]
    public async Task A_derived_client_waits_for_its_turn_at_the_governor_of_its_parent()
    {
        Wire.Answers(ExecPath, Answer.Events(Frames.Exec));
        var governor = new FlapjackQuotaGovernor();
        var derived = ClientWith(options => options.QuotaGovernor = governor).With(o => o.MaxRetries = 0);
        await derived.RunComputerAsync("a1", new() { Command = "x" }).Soon();
        governor.Dispose();

        await derived.Awaiting(d => d.RunComputerAsync("a1", new() { Command = "x" }).Soon()).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_passed_HttpClient_and_the_client_of_a_container_can_be_derived_from_as_well()
    {
        Wire.Answers(Path, "{}");
        using var http = new HttpClient();
        using var passed = TestClient.Over(http, Wire.Address);
        passed.With(o => o.Headers["X-N"] = "1").Dispose();
        await passed.With(o => o.Headers["X-N"] = "2").GetComputerStatusAsync("a1").Soon();
        var services = new ServiceCollection();
        services.AddFlapjack(options => (options.ApiKey, options.BaseAddress) = (TestClient.Key, Wire.Address));
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<FlapjackClient>().With(o => o.Headers["X-N"] = "3").GetComputerStatusAsync("a1").Soon();

        Wire.Requests.Select(request => request.Header("X-N")).Should().Equal("2", "3");
    }

    [Fact]
    public void A_mock_that_does_not_override_it_says_so()
    {
        using var mock = new Mock();

        mock.Invoking(m => m.With(_ => { })).Should().Throw<InvalidOperationException>().WithMessage("*for a mock; override the method.");
    }

    private static async Task<FlapjackApiException> Refusal(FlapjackClient client) =>
        (await client.Awaiting(c => c.GetComputerStatusAsync("a1").Soon()).Should().ThrowAsync<FlapjackApiException>()).Which;

    private sealed class Mock : FlapjackClient;
}
