namespace AgentComputer.ReferenceBackend.Sessions;

/// <summary>An access session: for a while, its token opens one computer in one way.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ComputerId">The computer.</param>
/// <param name="Kind">In which way: <c>exec</c>, <c>browser</c>, <c>vnc</c> or <c>ssh</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it is over.</param>
/// <param name="RevokedAt">When it was revoked; null if it was not.</param>
internal sealed record SessionRow(string Id, string ComputerId, string Kind, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt)
{
    public string StateAt(DateTimeOffset now) => RevokedAt is not null ? "revoked" : now >= ExpiresAt ? "expired" : "active";
}
