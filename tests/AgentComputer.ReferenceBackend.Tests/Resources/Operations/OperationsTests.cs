using AgentComputer.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Operations;

public sealed class OperationsTests
{
    [Fact]
    public async Task An_operation_is_queued_runs_and_ends_with_every_field_of_the_wire()
    {
        var gate = new OperationGate("before computer.create");
        await using var backend = await TestBackend.StartAsync(gate.Hold);

        var created = await backend.PostAsync("/v1/computers", "{}");
        await gate.Reached;

        var path = $"/v1/operations/{created.Text("operation", "id")}";
        var running = await backend.GetAsync(path);
        running.Json.EnumerateObject().Select(field => field.Name).Should().Equal("operation");
        running.Of("operation").EnumerateObject().Select(field => field.Name).Should().Equal(
            "id", "kind", "resource_type", "resource_id", "status", "error_message", "created_at", "started_at", "completed_at", "updated_at");
        running.Text("operation", "status").Should().Be("running");
        gate.Open();
        await backend.SucceededAsync(created);
        (await backend.GetAsync("/v1/operations/none")).ShouldBeRefused(404, "not_found", "'none'");
        (await TestBackend.SendAsync(backend.StrangerOf("org_other"), HttpMethod.Get, path)).ShouldBeRefused(404, "not_found");
    }

    [Fact]
    public async Task An_operation_that_has_ended_is_kept_for_a_week()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
        await using var backend = await TestBackend.StartAsync(options => (options.TimeProvider, options.IdleAfter) = (clock, Timeout.InfiniteTimeSpan));
        var created = await backend.PostAsync("/v1/computers", "{}");
        await backend.SucceededAsync(created);
        var path = $"/v1/operations/{created.Text("operation", "id")}";

        clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(2));
        (await backend.GetAsync(path)).Status.Should().Be(200);

        clock.Advance(TimeSpan.FromMinutes(3));
        await Eventually.HoldsAsync(async () => (await backend.GetAsync(path)).Status == 404, "the operation is removed");
    }
}
