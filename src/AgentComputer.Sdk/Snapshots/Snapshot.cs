using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>A copy of a computer, from which another computer can be made.</summary>
/// <remarks><c>GET /v1/snapshots/{snapshotId}</c></remarks>
public record Snapshot
{
    /// <summary>The snapshot's id.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The id of the computer that it was taken of.</summary>
    [JsonPropertyName("computer_id")]
    public string? ComputerId { get; init; }

    /// <summary>The id of the image of that computer.</summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>Whether it can be restored.</summary>
    [JsonPropertyName("state")]
    public SnapshotState State { get; init; }

    /// <summary>What it holds.</summary>
    [JsonPropertyName("capture_scope")]
    public SnapshotCaptureScope CaptureScope { get; init; }

    /// <summary>Whether it holds running programs.</summary>
    [JsonPropertyName("runtime_state")]
    public SnapshotRuntimeState RuntimeState { get; init; }

    /// <summary>Whether it is stored apart from the machine.</summary>
    [JsonPropertyName("durable_state")]
    public SnapshotDurableState DurableState { get; init; }

    /// <summary>When it was ready on the machine; null if it is not yet.</summary>
    [JsonPropertyName("local_ready_at")]
    public DateTimeOffset? LocalReadyAt { get; init; }

    /// <summary>When it was stored apart from the machine; null if it is not yet.</summary>
    [JsonPropertyName("durable_ready_at")]
    public DateTimeOffset? DurableReadyAt { get; init; }

    /// <summary>Why that failed; null if it did not.</summary>
    [JsonPropertyName("durable_failure_reason")]
    public string? DurableFailureReason { get; init; }

    /// <summary>Why the snapshot could not be taken; null if nothing went wrong.</summary>
    [JsonPropertyName("failure_reason")]
    public string? FailureReason { get; init; }

    /// <summary>When it was begun.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
