using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of an operation.</summary>
internal sealed record OperationAnswer
{
    /// <summary>The operation.</summary>
    [JsonPropertyName("operation")]
    public Operation Operation { get => field ?? new(); init; }
}
