using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Computers;
using Shared.Hosting.Json;

namespace AgentComputer.ReferenceBackend.Resources.Snapshots;

/// <summary>A copy of a computer's files, as it is stored and sent.</summary>
internal sealed record SnapshotRow
{
    /// <summary>The states of a snapshot.</summary>
    public const string Creating = "creating", Ready = "ready", Failed = "failed", Deleting = "deleting";

    public required string Id { get; init; }

    public required string WorkspaceId { get; init; }

    /// <summary>The computer of which it was taken. It may be deleted since.</summary>
    public required string ComputerId { get; init; }

    /// <summary>The image of that computer.</summary>
    public required string ImageId { get; init; }

    /// <summary>How large that computer was.</summary>
    public required ComputerSize Size { get; init; }

    public required string State { get; init; }

    /// <summary>What it takes on the disk; 0 until it is ready.</summary>
    public long Bytes { get; init; }

    public string? FailureReason { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>The snapshot as it is sent. A copy on the disk of this machine is as durable as it gets, so it is durable when it is ready.</summary>
    public JsonObject ToJson()
    {
        var readyAt = ReadyAt is { } ready ? UtcTimeConverter.Text(ready) : null;
        return new()
        {
            ["id"] = Id,
            ["computer_id"] = ComputerId,
            ["image_id"] = ImageId,
            ["state"] = State,
            ["capture_scope"] = "filesystem",
            ["runtime_state"] = "absent",
            ["durable_state"] = ReadyAt is not null ? Ready : State == Failed ? Failed : "pending",
            ["local_ready_at"] = readyAt,
            ["durable_ready_at"] = readyAt,
            ["durable_failure_reason"] = FailureReason,
            ["failure_reason"] = FailureReason,
            ["created_at"] = UtcTimeConverter.Text(CreatedAt),
            ["updated_at"] = UtcTimeConverter.Text(UpdatedAt),
        };
    }
}
