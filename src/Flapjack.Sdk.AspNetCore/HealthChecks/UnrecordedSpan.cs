using System.Diagnostics;

namespace Flapjack.Sdk.AspNetCore.HealthChecks;

/// <summary>Excludes the current span of the check from the recording: the check itself tells what is wrong, and a healthy app has no errors in its traces.</summary>
internal static class UnrecordedSpan
{
    /// <param name="source">The name of the source whose spans the check may exclude. A span of the app is left alone.</param>
    public static void ExcludeCurrent(string source)
    {
        if (Activity.Current is { } span && (span.Source.Name == source || span.OperationName.StartsWith(source, StringComparison.Ordinal)))
        {
            span.IsAllDataRequested = false;
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
