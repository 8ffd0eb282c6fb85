using System.Text.Json.Nodes;
using Shared.Hosting.Json;

namespace AgentComputer.ReferenceBackend.Ssh;

/// <summary>A public key that a workspace has registered.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="PublicKey">The key in one line.</param>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="LastUsedAt">When a certificate was made for it last; null if none was.</param>
internal sealed record SshKeyRow(string Id, string Name, string PublicKey, string Fingerprint, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt)
{
    /// <summary>The key as it is sent. A key that is deleted is gone, so no key that is shown was revoked.</summary>
    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["public_key"] = PublicKey,
        ["fingerprint"] = Fingerprint,
        ["created_at"] = UtcTimeConverter.Text(CreatedAt),
        ["last_used_at"] = LastUsedAt is { } used ? UtcTimeConverter.Text(used) : null,
        ["revoked_at"] = null,
    };
}
