using System.Text;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

public class WebhookEventTests
{
    [Fact]
    public void Every_field_is_written_in_the_documented_order()
    {
        var @event = new WebhookEvent(
            "bootstrap.succeeded",
            "11111111-1111-4111-8111-111111111111",
            "22222222-2222-4222-8222-222222222222",
            "app_abc123",
            "heyo-abc",
            "33333333-3333-4333-8333-333333333333",
            0,
            new DateTimeOffset(2026, 4, 13, 18, 54, 12, 345, TimeSpan.Zero));

        Encoding.UTF8.GetString(@event.ToJson()).Should().Be(
            """{"event":"bootstrap.succeeded","agentId":"11111111-1111-4111-8111-111111111111","orgId":"22222222-2222-4222-8222-222222222222","externalAppId":"app_abc123","sandboxId":"heyo-abc","bootstrapRunId":"33333333-3333-4333-8333-333333333333","exitCode":0,"occurredAt":"2026-04-13T18:54:12.345Z","computerId":"heyo-abc"}""");
    }

    [Fact]
    public void What_is_missing_is_written_as_null()
    {
        var @event = new WebhookEvent("agent.deleted", "a1", "o1", null, null, null, null, DateTimeOffset.UnixEpoch);

        Encoding.UTF8.GetString(@event.ToJson()).Should().Be(
            """{"event":"agent.deleted","agentId":"a1","orgId":"o1","externalAppId":null,"sandboxId":null,"bootstrapRunId":null,"exitCode":null,"occurredAt":"1970-01-01T00:00:00.000Z","computerId":null}""");
    }

    [Fact]
    public void The_time_is_written_in_utc_with_milliseconds()
    {
        var local = new DateTimeOffset(2026, 4, 13, 20, 54, 12, TimeSpan.FromHours(2)).AddTicks(70_001);
        var @event = new WebhookEvent("computer.idled", "a1", "o1", null, "c1", null, null, local);

        Encoding.UTF8.GetString(@event.ToJson()).Should().Contain("\"occurredAt\":\"2026-04-13T18:54:12.007Z\"");
    }
}
