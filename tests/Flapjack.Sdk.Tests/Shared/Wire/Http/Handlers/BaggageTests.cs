using System.Diagnostics;
using Flapjack.Sdk.Tests.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.Tests.Http.Handlers;

/// <summary>In a web app the baggage of a trace is what the app's own caller sent: it stays in the app, whoever supplies the handler.</summary>
public sealed class BaggageTests : IDisposable
{
    private readonly WireServer _wire = new();
    private readonly ServiceCollection _services = new();

    public BaggageTests()
    {
        _wire.Answers("/api/agents/a1/computer/status", "{}");
        _wire.Answers("/api/agents/a1/computer/exec", Answer.Events(Frames.Exec));
    }

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task Through_a_client_of_ours_only_traceparent_leaves()
    {
        using var client = TestClient.At(_wire.Address);

        await OnlyTraceparentLeaves(client, emptyHeaders: false);
    }

    [Fact]
    public async Task Through_a_passed_client_baggage_and_trace_state_leave_empty()
    {
        using var http = new HttpClient();
        using var client = TestClient.Over(http, _wire.Address);

        await OnlyTraceparentLeaves(client, emptyHeaders: true);
        http.DefaultRequestHeaders.Should().BeEmpty("a passed client is not changed");
    }

    [Theory]
    [InlineData("none", false)]
    [InlineData("sockets", false)]
    [InlineData("classic", true)]
    public async Task Through_a_container_it_stays_whoever_gave_the_handler(string handler, bool emptyHeaders)
    {
        var builder = _services.AddFlapjack(options => (options.ApiKey, options.BaseAddress) = (TestClient.Key, _wire.Address));
        if (handler != "none")
        {
            builder.ConfigurePrimaryHttpMessageHandler(() => handler == "sockets" ? new SocketsHttpHandler() : new HttpClientHandler());
        }

        await using var provider = _services.BuildServiceProvider();

        await OnlyTraceparentLeaves(provider.GetRequiredService<FlapjackClient>(), emptyHeaders);
    }

    [Fact]
    public async Task A_handler_that_propagates_nothing_goes_on_so()
    {
        _services.AddFlapjack(options => (options.ApiKey, options.BaseAddress) = (TestClient.Key, _wire.Address))
            .UseSocketsHttpHandler((handler, _) => handler.ActivityHeadersPropagator = null);
        await using var provider = _services.BuildServiceProvider();
        using var activity = new Activity("incoming").Start();

        await provider.GetRequiredService<FlapjackClient>().GetComputerStatusAsync("a1").Soon();

        _wire.Request.Headers.Keys.Should().NotContain("traceparent");
    }

    [Fact]
    public async Task Without_baggage_no_empty_header_leaves_either()
    {
        using var http = new HttpClient();
        using var client = TestClient.Over(http, _wire.Address);
        using var activity = new Activity("incoming").Start();

        await client.GetComputerStatusAsync("a1").Soon();

        _wire.Request.Headers.Keys.Should().Contain("traceparent").And.NotContain(["baggage", "Correlation-Context", "tracestate"]);
    }

    private async Task OnlyTraceparentLeaves(FlapjackClient client, bool emptyHeaders)
    {
        using var activity = new Activity("incoming").Start();
        activity.TraceStateString = "vendor=secret";
        activity.SetBaggage("customer", "secret");

        await client.GetComputerStatusAsync("a1").Soon();
        await client.RunComputerAsync("a1", new() { Command = "x" }).Soon();

        _wire.Requests.Should().HaveCount(2).And.AllSatisfy(request =>
        {
            request.Header("traceparent").Should().Contain(activity.TraceId.ToHexString());
            request.Headers.Values.Should().NotContain(value => value.Contains("secret"));
            request.Headers.ContainsKey("tracestate").Should().Be(emptyHeaders);
        });
    }
}
