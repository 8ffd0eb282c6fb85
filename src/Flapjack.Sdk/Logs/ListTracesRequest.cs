namespace Flapjack.Sdk;

/// <summary>Which traces to list. A filter that is null is not sent; a trace is listed if it passes all of the others.</summary>
/// <remarks><c>GET /api/logs</c></remarks>
public record ListTracesRequest
{
    /// <summary>How many traces a page has at most, 1 to 200 (<c>limit</c>); null for the service's default of 50.</summary>
    public int? Limit { get; init; }

    /// <summary>Only the traces of this agent, a UUID.</summary>
    public string? AgentId { get; init; }

    /// <summary>Only the traces of this runner, a UUID.</summary>
    public string? RunnerId { get; init; }

    /// <summary>Only the traces of this thread, a UUID.</summary>
    public string? ThreadId { get; init; }

    /// <summary>Only the traces of this run, a UUID.</summary>
    public string? RunId { get; init; }

    /// <summary>Only the traces with this status.</summary>
    public TraceStatus? Status { get; init; }

    /// <summary>Only the traces whose name contains this text (<c>q</c>).</summary>
    public string? Query { get; init; }
}
