using AgentComputer.ReferenceBackend.Sessions;

namespace AgentComputer.ReferenceBackend.Resources.Shares;

/// <summary>A share: whoever has its link may open a computer in the ways that it allows.</summary>
internal sealed record ShareRow
{
    public required string Id { get; init; }

    public required string ComputerId { get; init; }

    public required bool AllowBrowser { get; init; }

    public required bool AllowVnc { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is over; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When a session was made from it last; null if none was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public bool Allows(string kind) => kind == SessionKinds.Browser ? AllowBrowser : kind == SessionKinds.Vnc && AllowVnc;
}
