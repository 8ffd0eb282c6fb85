namespace Flapjack.ReferenceBackend;

/// <summary>What the traces and the measurements of a <see cref="FlapjackBackend"/> are called, for whoever collects them.</summary>
public static class FlapjackBackendDiagnostics
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>: the spans of commands, bootstraps, webhooks, turns of chats and runs.</summary>
    public const string SourceName = "Flapjack.ReferenceBackend";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "Flapjack.ReferenceBackend";
}
