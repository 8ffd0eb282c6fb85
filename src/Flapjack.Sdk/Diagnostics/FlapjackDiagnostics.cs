using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Flapjack.Sdk;

/// <summary>Names what the client tells about its calls; docs/diagnostics.md lists all spans, measurements and log messages.</summary>
public static class FlapjackDiagnostics
{
    /// <summary>The name of the <see cref="ActivitySource"/> of spans, for <c>AddSource</c> of OpenTelemetry.</summary>
    public const string SourceName = "Flapjack.Sdk";

    /// <summary>The name of the <see cref="Meter"/>, for <c>AddMeter</c> of OpenTelemetry.</summary>
    public const string MeterName = "Flapjack.Sdk";

    /// <summary>The category of the log messages of clients.</summary>
    public const string LogCategory = "Flapjack.Sdk";

    /// <summary>What the names of Flapjack's own attributes and instruments begin with.</summary>
    internal const string Prefix = "flapjack";
}
