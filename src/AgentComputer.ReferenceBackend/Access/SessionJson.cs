using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Sessions;
using Shared.Hosting.Json;

namespace AgentComputer.ReferenceBackend.Access;

/// <summary>Access sessions as they are sent.</summary>
internal static class SessionJson
{
    /// <param name="row">The session.</param>
    /// <param name="address">What the session opens, without a slash at the end for <c>exec</c>.</param>
    /// <param name="token">The session's token, in the answer that makes the session; null afterwards.</param>
    /// <param name="now">The time.</param>
    public static JsonObject Of(SessionRow row, string address, string? token, DateTimeOffset now) => new()
    {
        ["session"] = new JsonObject
        {
            ["id"] = row.Id,
            ["computer_id"] = row.ComputerId,
            ["kind"] = row.Kind,
            ["state"] = row.StateAt(now),
            ["connect_url"] = address,
            ["connect_token"] = token,
            ["access_url"] = token is null ? address : $"{address}?access_token={token}",
            ["transport"] = TransportOf(row.Kind),
            ["created_at"] = UtcTimeConverter.Text(row.CreatedAt),
            ["expires_at"] = UtcTimeConverter.Text(row.ExpiresAt),
            ["revoked_at"] = row.RevokedAt is { } revoked ? UtcTimeConverter.Text(revoked) : null,
        },
    };

    private static JsonObject TransportOf(string kind) => kind == SessionKinds.Exec
        ? new()
        {
            ["protocol"] = "connectrpc",
            ["auth"] = "bearer",
            ["service"] = "process.Process",
            ["base_path"] = "/process.Process/",
            ["capabilities"] = new JsonArray("process"),
        }
        : new()
        {
            ["protocol"] = "http",
            ["auth"] = "bearer",
            ["service"] = null,
            ["base_path"] = "/",
            ["capabilities"] = new JsonArray(kind),
        };
}
