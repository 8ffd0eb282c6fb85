using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>An <see cref="ExecRequest"/> as it is on the wire.</summary>
internal sealed record ExecBody
{
    [JsonPropertyName("command")]
    public required IReadOnlyList<string> Command { get; init; }

    [JsonPropertyName("cwd")]
    public string? Cwd { get; init; }

    [JsonPropertyName("env")]
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    // Sent always: the client judges the result by it, so it must not depend on the service's default.
    [JsonPropertyName("timeout_ms")]
    public required int TimeoutMs { get; init; }

    [JsonPropertyName("user")]
    public string? User { get; init; }

    /// <exception cref="ArgumentException">The request can't be sent; the message names the field.</exception>
    public static ExecBody Of(ExecRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Command is not [{ Length: > 0 }, ..])
        {
            throw new ArgumentException("Command must name a program: its first element is missing or empty.", nameof(request));
        }

        if (request.Timeout <= TimeSpan.Zero || request.Timeout > ExecRequest.MaxTimeout)
        {
            throw new ArgumentException($"Timeout must be more than zero and at most {ExecRequest.MaxTimeout.TotalSeconds:0} s; for a longer program, start a process.", nameof(request));
        }

        return new()
        {
            Command = request.Command,
            Cwd = request.Cwd,
            Env = request.Env,
            TimeoutMs = (int)Math.Ceiling(request.Timeout.TotalMilliseconds),
            User = request.User,
        };
    }
}
