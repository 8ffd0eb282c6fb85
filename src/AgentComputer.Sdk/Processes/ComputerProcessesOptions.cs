namespace AgentComputer.Sdk;

/// <summary>How the processes of a computer are spoken to.</summary>
public sealed record ComputerProcessesOptions
{
    /// <summary>How messages are written; default <see cref="ProcessCodec.Json"/>.</summary>
    public ProcessCodec Codec { get; init; } = ProcessCodec.Json;

    /// <summary>
    /// For how long an access session is asked for, in seconds; null, the default, for the service's own time. A session is renewed before it
    /// expires, so a short time costs calls and nothing else.
    /// </summary>
    public int? SessionSeconds { get; init; }
}
