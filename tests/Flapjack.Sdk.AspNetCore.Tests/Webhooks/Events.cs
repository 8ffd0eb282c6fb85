namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>Bodies as the contract has them.</summary>
internal static class Events
{
    public const string Succeeded =
        """{"event":"bootstrap.succeeded","agentId":"11111111-1111-4111-8111-111111111111","orgId":"22222222-2222-4222-8222-222222222222","externalAppId":"app_abc123","sandboxId":"heyo-abc","bootstrapRunId":"33333333-3333-4333-8333-333333333333","exitCode":0,"occurredAt":"2026-04-13T18:54:12.345Z"}""";

    public const string Failed =
        """{"event":"bootstrap.failed","agentId":"11111111-1111-4111-8111-111111111111","orgId":"22222222-2222-4222-8222-222222222222","externalAppId":"app_abc123","sandboxId":null,"bootstrapRunId":"33333333-3333-4333-8333-333333333333","exitCode":null,"occurredAt":"2026-04-13T18:55:03.456Z"}""";

    public const string Deleted =
        """{"event":"agent.deleted","agentId":"11111111-1111-4111-8111-111111111111","orgId":"22222222-2222-4222-8222-222222222222","externalAppId":"app_abc123","computerId":"heyo-abc","bootstrapRunId":null,"exitCode":null,"occurredAt":"2026-04-13T19:54:12.345Z"}""";
}
