using Shared.Wire.Http;

namespace AgentComputer.Sdk.Wire;

/// <summary>What Agent Computer's wire calls the things that every vendor's wire has.</summary>
internal static class AgentComputerDialect
{
    /// <summary>The vendor's name, for messages about options.</summary>
    public const string Vendor = "Agent Computer";

    public static WireDialect Value { get; } = new()
    {
        Api = "the Agent Computer API",
        ClientName = "AgentComputerClient",
        OptionsName = "AgentComputerClientOptions",
        AuthorizationScheme = "Bearer",
        RequestIdHeader = "X-Request-Id",
        ExtensionsHeader = "AgentComputer-Extensions",
        HeaderPrefix = "AgentComputer-",
        // No document promises that the service is never silent for long.
        HeartbeatExtensions = [],
        // The service knows no idempotency keys, and the client sends none.
        KeysAreKept = TimeSpan.Zero,
        Telemetry = new("AgentComputer.Sdk", "agentcomputer"),
        Errors = GeneralErrors.Table,
        ReadError = ErrorEnvelope.Read,
    };
}
