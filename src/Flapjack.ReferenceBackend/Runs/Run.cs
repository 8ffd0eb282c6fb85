using System.Text.Json;
using System.Text.Json.Serialization;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>A run of a runner, as it is stored and sent.</summary>
internal sealed record Run(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("org_id")] string OrgId,
    [property: JsonPropertyName("runner_id")] string RunnerId,
    [property: JsonPropertyName("status")] RunnerRunStatus Status,
    [property: JsonPropertyName("input")] JsonElement? Input,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("started_at")] DateTimeOffset? StartedAt,
    [property: JsonPropertyName("ended_at")] DateTimeOffset? EndedAt);
