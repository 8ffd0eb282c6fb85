using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using AgentComputer.ReferenceBackend.Sessions;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Resources.Shares;

/// <summary>The shares in the store. A token itself is never stored, only its hash.</summary>
internal sealed class ShareTable(Store store, SessionTable sessions, TimeProvider clock)
{
    private const string TokenPrefix = "share_";
    private const string Columns = "id, computer_id, allow_browser, allow_vnc, created_at, expires_at, last_used_at, revoked_at";
    private const string IsActive = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $now)";

    /// <summary>Makes a share.</summary>
    /// <returns>The share, and its token, which nobody can read again.</returns>
    public (ShareRow Share, string Token) Add(string computerId, AskedShare asked)
    {
        var now = clock.GetUtcNow();
        var token = TokenPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var share = new ShareRow
        {
            Id = Guid.CreateVersion7(now).ToString(),
            ComputerId = computerId,
            AllowBrowser = asked.AllowBrowser,
            AllowVnc = asked.AllowVnc,
            CreatedAt = now,
            ExpiresAt = asked.ExpiresAt,
        };
        store.Write(db => db.Execute(
            """
            INSERT INTO shares (id, computer_id, token_hash, allow_browser, allow_vnc, created_at, expires_at)
            VALUES ($id, $computer, $hash, $browser, $vnc, $now, $end)
            """,
            ("$id", share.Id),
            ("$computer", computerId),
            ("$hash", HashOf(token)),
            ("$browser", share.AllowBrowser),
            ("$vnc", share.AllowVnc),
            ("$now", now),
            ("$end", share.ExpiresAt)));
        return (share, token);
    }

    /// <summary>The shares of a computer that open it now, in the order in which they were made.</summary>
    public IReadOnlyList<ShareRow> List(string computerId) => store.Read(db => db.Query(
        $"SELECT {Columns} FROM shares WHERE computer_id = $computer AND {IsActive} ORDER BY created_at, rowid", Read, ("$computer", computerId), ("$now", clock.GetUtcNow())));

    /// <summary>The share of a token.</summary>
    /// <exception cref="Refusal">404: the token is unknown, or its share is over or revoked.</exception>
    public ShareRow Open(string token) => store.Read(db => db.QuerySingle(
        $"SELECT {Columns} FROM shares WHERE token_hash = $hash AND {IsActive}", Read, ("$hash", HashOf(token)), ("$now", clock.GetUtcNow())))
        ?? throw Refusal.NotFound("There is no share at this link, or it is over or revoked. Ask the owner of the computer for another link.");

    /// <summary>Revokes a share, with the sessions that were made from it.</summary>
    /// <exception cref="Refusal">404: the computer has no such share.</exception>
    public void Revoke(string computerId, string id) => store.WriteMakingRoom(db =>
    {
        var found = db.Execute(
            "UPDATE shares SET revoked_at = coalesce(revoked_at, $now) WHERE id = $id AND computer_id = $computer",
            ("$id", id),
            ("$computer", computerId),
            ("$now", clock.GetUtcNow()));
        if (found == 0)
        {
            throw Refusal.NotFound($"The computer '{computerId}' has no share '{id}'.");
        }

        sessions.RevokeOfShare(db, id);
    });

    /// <summary>Revokes every share of a computer, as part of a larger change.</summary>
    public void RevokeAll(StoreSession db, string computerId) => db.Execute(
        "UPDATE shares SET revoked_at = $now WHERE computer_id = $computer AND revoked_at IS NULL", ("$computer", computerId), ("$now", clock.GetUtcNow()));

    /// <summary>A session was made from a share.</summary>
    public void Used(string id) => store.Write(db => db.Execute("UPDATE shares SET last_used_at = $now WHERE id = $id", ("$id", id), ("$now", clock.GetUtcNow())));

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static ShareRow Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        ComputerId = row.GetString(1),
        AllowBrowser = row.GetInt32(2) == 1,
        AllowVnc = row.GetInt32(3) == 1,
        CreatedAt = row.Time(4),
        ExpiresAt = row.TimeOrNull(5),
        LastUsedAt = row.TimeOrNull(6),
        RevokedAt = row.TimeOrNull(7),
    };
}
