using Shared.Wire.Http;

namespace Flapjack.Sdk.Wire;

/// <summary>What Flapjack's wire calls the things that every vendor's wire has.</summary>
internal static class FlapjackDialect
{
    /// <summary>The vendor's name, for messages about options.</summary>
    public const string Vendor = "Flapjack";

    public static WireDialect Value { get; } = new()
    {
        Api = "the Flapjack API",
        ClientName = "FlapjackClient",
        OptionsName = "FlapjackClientOptions",
        AuthorizationScheme = "Bearer",
        RequestIdHeader = "X-Request-Id",
        ExtensionsHeader = "Flapjack-Extensions",
        HeaderPrefix = "Flapjack-",
        HeartbeatExtensions = [Additions.IdempotentExec, Additions.Resume],
        KeysAreKept = TimeSpan.FromDays(1),
        Telemetry = new(FlapjackDiagnostics.SourceName, FlapjackDiagnostics.Prefix),
        Errors = GeneralErrors.Table,
        ReadError = ErrorEnvelope.Read,
    };
}
