using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Computers;

public sealed class LifecycleWebhookTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 4, 13, 18, 52, 0, TimeSpan.Zero));
    private LoopbackServer _receiver = null!;
    private TestBackend _backend = null!;

    public async Task InitializeAsync()
    {
        _receiver = LoopbackServer.Start();
        _backend = await TestBackend.StartAsync(options =>
        {
            options.AllowLoopbackWebhooks = true;
            options.TimeProvider = _clock;
        });
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Idling_and_destruction_are_told_and_stopping_and_waking_are_not()
    {
        var agent = await CreateAsync();
        var computer = (await _backend.GetAsync($"/api/agents/{agent}/computer/status")).Text("computer", "id");

        _clock.Advance(TimeSpan.FromHours(2));
        var idled = await _receiver.NextAsync();
        await _backend.RunAsync(agent, "true");
        await _backend.Backend.Computers.StopAsync(agent);
        await _backend.Backend.Computers.DestroyAsync(agent);
        var destroyed = await _receiver.NextAsync();

        idled.Headers["X-Flapjack-Event"].Should().Be("computer.idled");
        TextOf(idled).Should().Contain($"\"sandboxId\":\"{computer}\",\"bootstrapRunId\":null,\"exitCode\":null,\"occurredAt\":\"2026-04-13T20:52:00.000Z\"");
        destroyed.Headers["X-Flapjack-Event"].Should().Be("computer.destroyed");
        TextOf(destroyed).Should().Contain($"\"agentId\":\"{agent}\"").And.Contain($"\"computerId\":\"{computer}\"");
    }

    [Fact]
    public async Task A_deletion_is_told_once_and_as_that()
    {
        var agent = await CreateAsync();

        await _backend.DeleteAsync($"/api/agents/{agent}");
        var told = await _receiver.NextAsync();
        await CreateAsync();

        told.Headers["X-Flapjack-Event"].Should().Be("agent.deleted");
        TextOf(told).Should().Contain(agent);
        _receiver.HasMore.Should().BeFalse();
    }

    private static string TextOf(LoopbackServer.Received received) => System.Text.Encoding.UTF8.GetString(received.Body);

    private async Task<string> CreateAsync()
    {
        var agent = (await _backend.CreateAsync($$"""{"template":"blank","webhookUrl":"http://127.0.0.1:{{_receiver.Port}}/hook"}""")).Text("agent", "id");
        await _backend.ReadBootstrapAsync(agent);
        (await _receiver.NextAsync()).Headers["X-Flapjack-Event"].Should().Be("bootstrap.succeeded");
        // Were the clock moved while the answer is on its way, the attempt would have timed out.
        await Eventually.HoldsAsync(
            async () => (await _backend.Backend.Webhooks.ReadAsync(agent)).All(webhook => webhook.State == WebhookState.Delivered), "it was answered 200");
        return agent;
    }
}
