using System.Text.Json.Nodes;
using Shared.Hosting.Json;

namespace AgentComputer.ReferenceBackend.Operations;

/// <summary>Work that goes on behind an answer with the status 202, as it is stored and sent.</summary>
internal sealed record OperationRow
{
    /// <summary>The statuses: an operation waits, runs, and ends in one of two ways.</summary>
    public const string Queued = "queued", Running = "running", Succeeded = "succeeded", Failed = "failed";

    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string ResourceType { get; init; }

    public required string ResourceId { get; init; }

    public required string Status { get; init; }

    public string? ErrorMessage { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public required string WorkspaceId { get; init; }

    /// <summary>The computer that the operation keeps from beginning another operation; null if there is none.</summary>
    public string? ComputerId { get; init; }

    /// <summary>The operation as it is sent.</summary>
    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["kind"] = Kind,
        ["resource_type"] = ResourceType,
        ["resource_id"] = ResourceId,
        ["status"] = Status,
        ["error_message"] = ErrorMessage,
        ["created_at"] = UtcTimeConverter.Text(CreatedAt),
        ["started_at"] = StartedAt is { } started ? UtcTimeConverter.Text(started) : null,
        ["completed_at"] = CompletedAt is { } completed ? UtcTimeConverter.Text(completed) : null,
        ["updated_at"] = UtcTimeConverter.Text(UpdatedAt),
    };
}
