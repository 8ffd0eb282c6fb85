using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What to change in a plan. A field that is not assigned stays as it is.</summary>
/// <remarks><c>PATCH /api/plans/{planId}</c></remarks>
public record UpdatePlanRequest
{
    /// <summary>The new title; null leaves the title as it is, because every plan has a title.</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }
}
