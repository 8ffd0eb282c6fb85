using System.Text.Json.Nodes;
using Shared.Hosting.Json;

namespace AgentComputer.ReferenceBackend.Resources.Mounts;

/// <summary>A mount of a computer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ComputerId">The computer.</param>
/// <param name="Asked">What was asked for.</param>
/// <param name="State">Its state, in the words of the API.</param>
/// <param name="FailureReason">Why it failed; null if it did not.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="UpdatedAt">When it changed last.</param>
internal sealed record MountRow(
    string Id, string ComputerId, AskedMount Asked, string State, string? FailureReason, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public const string Pending = "pending", Failed = "failed", Deleting = "deleting";

    /// <summary>The mount as it is sent.</summary>
    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["computer_id"] = ComputerId,
        ["kind"] = Asked.Kind,
        ["bucket"] = Asked.Bucket,
        ["target_path"] = Asked.TargetPath,
        ["read_only"] = Asked.IsReadOnly,
        ["vfs_cache_mode"] = Asked.CacheMode,
        ["endpoint"] = Asked.Endpoint,
        ["region"] = Asked.Region,
        ["state"] = State,
        ["failure_reason"] = FailureReason,
        ["created_at"] = UtcTimeConverter.Text(CreatedAt),
        ["updated_at"] = UtcTimeConverter.Text(UpdatedAt),
    };
}
