using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Sessions;

/// <summary>The access sessions of computers. A token itself is never stored, only its hash.</summary>
internal sealed class SessionTable(Store store, TimeProvider clock)
{
    /// <summary>The kind of a caller that is an access session. Its id is the session's.</summary>
    public const string CallerKind = "session";

    /// <summary>How every token begins.</summary>
    public const string TokenPrefix = "cs_";

    // How long an ended session can still be read.
    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private const string Columns = "id, computer_id, kind, created_at, expires_at, revoked_at";

    /// <summary>Makes a session, and forgets those that ended long ago.</summary>
    /// <param name="computerId">The computer.</param>
    /// <param name="kind">In which way it opens the computer, of <see cref="SessionKinds"/>.</param>
    /// <param name="lifetime">How long.</param>
    /// <param name="shareId">The share that it was made from; null if it was made with an API key.</param>
    /// <returns>The session, and its token, which nobody can read again.</returns>
    public (SessionRow Session, string Token) Add(string computerId, string kind, TimeSpan lifetime, string? shareId = null)
    {
        var now = clock.GetUtcNow();
        var token = TokenPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var session = new SessionRow(Guid.CreateVersion7(now).ToString(), computerId, kind, now, now + lifetime, null);
        store.Write(db =>
        {
            db.Execute("DELETE FROM access_sessions WHERE expires_at < $long_ago", ("$long_ago", now - Retention));
            db.Execute(
                """
                INSERT INTO access_sessions (id, computer_id, kind, token_hash, created_at, expires_at, share_id)
                VALUES ($id, $computer, $kind, $hash, $now, $end, $share)
                """,
                ("$id", session.Id),
                ("$computer", computerId),
                ("$kind", kind),
                ("$hash", HashOf(token)),
                ("$now", now),
                ("$end", session.ExpiresAt),
                ("$share", shareId));
        });
        return (session, token);
    }

    /// <exception cref="Refusal">404: the computer has no such session.</exception>
    public SessionRow Find(string computerId, string id) => store.Read(db => db.QuerySingle(
        $"SELECT {Columns} FROM access_sessions WHERE id = $id AND computer_id = $computer", Read, ("$id", id), ("$computer", computerId)))
        ?? throw Refusal.NotFound($"The computer '{computerId}' has no access session '{id}'.");

    /// <summary>Revokes a session; a session that is revoked already stays as it is.</summary>
    /// <exception cref="Refusal">404: the computer has no such session.</exception>
    public void Revoke(string computerId, string id)
    {
        Find(computerId, id);
        store.WriteMakingRoom(db => db.Execute(
            "UPDATE access_sessions SET revoked_at = coalesce(revoked_at, $now) WHERE id = $id", ("$id", id), ("$now", clock.GetUtcNow())));
    }

    /// <summary>Revokes the sessions that were made from a share, as part of a larger change.</summary>
    public void RevokeOfShare(StoreSession db, string shareId) => db.Execute(
        "UPDATE access_sessions SET revoked_at = coalesce(revoked_at, $now) WHERE share_id = $share", ("$share", shareId), ("$now", clock.GetUtcNow()));

    /// <summary>Revokes every session of a computer, as part of a larger change.</summary>
    public void RevokeAll(StoreSession db, string computerId) => db.Execute(
        "UPDATE access_sessions SET revoked_at = $now WHERE computer_id = $computer AND revoked_at IS NULL", ("$computer", computerId), ("$now", clock.GetUtcNow()));

    /// <summary>The session that a token opens now; null if the token is unknown, over or revoked.</summary>
    public SessionRow? Open(string token) => store.Read(db => db.QuerySingle(
        $"SELECT {Columns} FROM access_sessions WHERE token_hash = $hash AND revoked_at IS NULL AND expires_at > $now",
        Read,
        ("$hash", HashOf(token)),
        ("$now", clock.GetUtcNow())));

    /// <summary>Who calls the gateway with a token; null if the token opens no session of the kind <c>exec</c>.</summary>
    public Caller? CallerOf(string token) => store.Read(db => db.QuerySingle(
        """
        SELECT c.workspace_id, s.id FROM access_sessions s JOIN workspace_computers c ON c.id = s.computer_id
        WHERE s.token_hash = $hash AND s.kind = 'exec' AND s.revoked_at IS NULL AND s.expires_at > $now
        """,
        row => new Caller(row.GetString(0), [], CallerKind, row.GetString(1)),
        ("$hash", HashOf(token)),
        ("$now", clock.GetUtcNow())));

    /// <summary>The computer of a session, by the session's id.</summary>
    public string? ComputerOf(string sessionId) => store.Read(db => db.QuerySingle(
        "SELECT computer_id FROM access_sessions WHERE id = $id", row => row.GetString(0), ("$id", sessionId)));

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static SessionRow Read(DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3), row.Time(4), row.TimeOrNull(5));
}
