using System.Net;
using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Faults;

public sealed class HeaderFaultTests
{
    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.InMemory)]
    public async Task A_request_is_refused_with_429_and_has_no_effect(Wire wire)
    {
        await using var faulty = await FaultyBackend.StartAsync(wire);
        faulty.Plan.Add(Fault.TooManyRequests(TimeSpan.FromSeconds(1.5)), FaultTarget.FromTemplate, times: 1);

        using var refused = await faulty.CreateAgentAsync("app");
        using var created = await faulty.CreateAgentAsync("app");

        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(2));
        (await refused.Content.ReadAsStringAsync()).Should().Be("""{"error":"RATE_LIMITED","reason":"AGENT","detail":"Refused by the fault plan."}""");
        created.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.InMemory)]
    public async Task A_request_fails_with_500_and_has_no_effect(Wire wire)
    {
        await using var faulty = await FaultyBackend.StartAsync(wire);
        faulty.Plan.Add(Fault.InternalServerError(), FaultTarget.FromTemplate, times: 1);

        using var failed = await faulty.CreateAgentAsync("app");
        using var created = await faulty.CreateAgentAsync("app");

        failed.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await failed.Content.ReadAsStringAsync()).Should().Be("""{"error":"INTERNAL","detail":"Failed by the fault plan."}""");
        created.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_request_is_refused_with_503_and_has_no_effect()
    {
        await using var faulty = await FaultyBackend.StartAsync(Wire.InMemory);
        faulty.Plan.Add(Fault.ServiceUnavailable(TimeSpan.FromSeconds(2.2)), FaultTarget.FromTemplate, times: 1);

        using var refused = await faulty.CreateAgentAsync("app");
        using var created = await faulty.CreateAgentAsync("app");

        refused.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(3));
        (await refused.Content.ReadAsStringAsync()).Should().Be("""{"error":"UNAVAILABLE","detail":"Refused by the fault plan."}""");
        created.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Retry_After_may_be_missing()
    {
        await using var faulty = await FaultyBackend.StartAsync(Wire.InMemory);
        faulty.Plan.Add(Fault.TooManyRequests());

        using var refused = await faulty.Http.GetAsync($"{faulty.Computer}/status");

        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.Should().BeNull();
    }

    [Fact]
    public async Task The_client_waits_as_long_as_Retry_After_says()
    {
        var wait = TimeSpan.FromSeconds(7);
        var clock = new AlarmClock(wait);
        await using var faulty = await FaultyBackend.StartAsync(Wire.InMemory);
        faulty.Plan.Add(Fault.TooManyRequests(wait), FaultTarget.Status, times: 1);
        using var client = faulty.Backend.CreateClient(options => options.TimeProvider = clock);

        var status = client.GetComputerStatusAsync(faulty.AgentId);
        await clock.IsAwaitedAsync();
        status.IsCompleted.Should().BeFalse();
        clock.Advance(wait);

        (await status.WaitAsync(FaultyBackend.Patience)).Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
        faulty.Plan.Fired.Should().ContainSingle();
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.InMemory)]
    public async Task The_connection_is_reset_before_the_headers_though_the_request_had_its_effect(Wire wire)
    {
        await using var faulty = await FaultyBackend.StartAsync(wire);
        faulty.Plan.Add(Fault.ResetBeforeHeaders(), FaultTarget.FromTemplate, times: 1);

        var create = () => faulty.CreateAgentAsync("app");

        (await create.Should().ThrowAsync<HttpRequestException>()).WithInnerException<IOException>();
        using var again = await create();
        again.StatusCode.Should().Be(HttpStatusCode.OK);
        JsonDocument.Parse(await again.Content.ReadAsStringAsync()).RootElement.GetProperty("idempotent").GetBoolean().Should().BeTrue();
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.InMemory)]
    public async Task The_headers_are_held_back_by_the_clock_of_the_backend(Wire wire)
    {
        var delay = TimeSpan.FromMinutes(3);
        var clock = new AlarmClock(delay);
        await using var faulty = await FaultyBackend.StartAsync(wire, clock: clock);
        faulty.Plan.Add(Fault.DelayHeaders(delay), FaultTarget.Bootstrap, times: 1);

        var answer = faulty.Http.GetAsync(faulty.BootstrapStream, HttpCompletionOption.ResponseHeadersRead);
        await Eventually.HoldsAsync(() => faulty.Plan.Fired.Count == 1, "the headers are held back");
        answer.IsCompleted.Should().BeFalse();
        clock.Advance(delay);

        using var response = await answer.WaitAsync(FaultyBackend.Patience);
        (await ReceivedBody.ReadAsync(response)).Bytes.Should().Equal(faulty.Recording);
        faulty.Plan.Fired.Should().ContainSingle().Which.At.Should().Be(clock.Start);
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.InMemory)]
    public async Task A_client_may_leave_while_the_headers_are_held_back(Wire wire)
    {
        var delay = TimeSpan.FromMinutes(3);
        var clock = new AlarmClock(delay);
        await using var faulty = await FaultyBackend.StartAsync(wire, clock: clock);
        faulty.Plan.Add(Fault.DelayHeaders(delay), FaultTarget.Bootstrap, times: 1);
        using var leave = new CancellationTokenSource();

        var answer = faulty.Http.GetAsync(faulty.BootstrapStream, leave.Token);
        await clock.IsAwaitedAsync();
        await leave.CancelAsync();

        await FluentActions.Awaiting(() => answer).Should().ThrowAsync<OperationCanceledException>();
        (await faulty.GetAsync(faulty.BootstrapStream)).Bytes.Should().Equal(faulty.Recording);
    }

    [Fact]
    public async Task A_fault_of_the_body_leaves_the_headers_as_they_are()
    {
        await using var faulty = await FaultyBackend.StartAsync(Wire.InMemory);
        using var whole = await faulty.Http.GetAsync(faulty.BootstrapStream);
        faulty.Plan.Add(Fault.CutAfter(8));

        using var cut = await faulty.Http.GetAsync(faulty.BootstrapStream);

        NamesAndValues(cut).Should().BeEquivalentTo(NamesAndValues(whole));
    }

    private static IEnumerable<string> NamesAndValues(HttpResponseMessage response) => response.Headers.Concat(response.Content.Headers)
        .Where(header => header.Key is not ("X-Request-ID" or "Date"))
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
}
