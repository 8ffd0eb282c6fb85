namespace Shared.Wire.Diagnostics;

/// <summary>The names of what spans and measurements tell. Names of OpenTelemetry's semantic conventions are constants; our own have the vendor's prefix.</summary>
/// <param name="prefix">The vendor's prefix.</param>
internal sealed class TelemetryNames(string prefix)
{
    public const string ErrorType = "error.type";
    public const string Method = "http.request.method";
    public const string ResendCount = "http.request.resend_count";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string StatusCode = "http.response.status_code";
    public const string Template = "url.template";
    public const string TokenType = "gen_ai.token.type";

    public string Attempts { get; } = $"{prefix}.attempts";
    public string Delay { get; } = $"{prefix}.delay";
    public string Operation { get; } = $"{prefix}.operation";
    public string Outcome { get; } = $"{prefix}.outcome";
    public string QueueTime { get; } = $"{prefix}.queue.duration";
    public string ReadyTime { get; } = $"{prefix}.ready.duration";
    public string Reason { get; } = $"{prefix}.reason";
    public string Resumptions { get; } = $"{prefix}.resumptions";

    /// <summary>The id that a segment of a path holds: of <c>codeSessionId</c>, <c>vendor.code_session.id</c>; null if the segment is no id.</summary>
    public string? OfId(string parameter) =>
        parameter.Length > 2 && parameter.EndsWith("Id", StringComparison.Ordinal) ? $"{prefix}.{SnakeCase(parameter[..^2])}.id" : null;

    /// <summary>A name of .NET in the spelling of telemetry: <c>TimedOut</c> is <c>timed_out</c>.</summary>
    public static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? "_" : "")}{char.ToLowerInvariant(c)}" : $"{c}"));
}
