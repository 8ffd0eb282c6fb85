using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>A change that the service makes in the background.</summary>
/// <remarks><c>GET /v1/operations/{operationId}</c></remarks>
public record Operation
{
    /// <summary>The operation's id.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>What it does, for example <c>computer.create</c>; no document names the kinds.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    /// <summary>What kind of thing it changes.</summary>
    [JsonPropertyName("resource_type")]
    public string? ResourceType { get; init; }

    /// <summary>The id of that thing.</summary>
    [JsonPropertyName("resource_id")]
    public string? ResourceId { get; init; }

    /// <summary>How far it is.</summary>
    [JsonPropertyName("status")]
    public OperationStatus Status { get; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    [JsonPropertyName("error_message")]
    public string? ErrorMessage { get; init; }

    /// <summary>When it was asked for.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it last moved.</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it began; null if it has not.</summary>
    [JsonPropertyName("started_at")]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null if it goes on.</summary>
    [JsonPropertyName("completed_at")]
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Whether the operation has ended: it succeeded or failed. Every other status, known or not, says that it goes on.</summary>
    [JsonIgnore]
    public bool HasEnded => Status == OperationStatus.Succeeded || Status == OperationStatus.Failed;
}
