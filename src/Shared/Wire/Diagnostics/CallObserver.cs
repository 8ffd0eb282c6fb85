using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Shared.Wire.Diagnostics;

/// <summary>How the calls of one client are observed: by which source, in which log, and with or without their content.</summary>
/// <param name="Telemetry">The spans and measurements of the library.</param>
/// <param name="Log">The client's log.</param>
/// <param name="Clock">The client's clock.</param>
/// <param name="Redact">Takes the key out of a text.</param>
/// <param name="ShowsContent">Whether commands, prompts and answers may be shown.</param>
internal sealed record CallObserver(Telemetry Telemetry, ILogger Log, TimeProvider Clock, Func<string, string> Redact, bool ShowsContent)
{
    private const string Suffix = "Async";

    /// <summary>Whether anybody looks. If nobody does, no trace of a call is made.</summary>
    public bool IsNeeded => Telemetry.Source.HasListeners() || Telemetry.Measures || Log.IsEnabled(LogLevel.Warning);

    /// <summary>Begins the trace of a call. Call it in an asynchronous method: the span becomes the current one, and must not stay so for the caller.</summary>
    /// <param name="method">The public method.</param>
    /// <param name="acts">Whether the call does something at the service; reading alone does not.</param>
    /// <param name="tags">Makes the tags that the span begins with.</param>
    public CallTrace Begin(string method, bool acts, Func<IEnumerable<KeyValuePair<string, object?>>> tags)
    {
        var name = method.EndsWith(Suffix, StringComparison.Ordinal) ? method[..^Suffix.Length] : method;
        var span = Telemetry.Source.HasListeners() ? Telemetry.Source.StartActivity(ActivityKind.Client, tags: tags(), name: name) : null;
        return new(this, name, acts, span);
    }
}
