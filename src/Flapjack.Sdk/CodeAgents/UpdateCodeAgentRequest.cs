using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What to change in a code agent. A field that is not assigned stays as it is.</summary>
/// <remarks><c>PATCH /api/code-agents/{codeAgentId}</c></remarks>
public record UpdateCodeAgentRequest
{
    /// <summary>The new name; null leaves the name as it is, because every code agent has a name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The new description; assign null to remove the description.</summary>
    [JsonPropertyName("description")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> Description { get; init; }

    /// <summary>The new model; null leaves the model as it is. <c>auto</c> leaves the choice to the service.</summary>
    [JsonPropertyName("modelId")]
    public string? ModelId { get; init; }

    /// <summary>The new settings of the model, which the service does not document; assign null to remove the settings.</summary>
    [JsonPropertyName("modelParams")]
    [JsonConverter(typeof(OptionalConverter<JsonElement?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<JsonElement?> ModelParams { get; init; }

    /// <summary>The new repository, <c>https://github.com/owner/repo</c>; assign null to remove the repository.</summary>
    [JsonPropertyName("defaultRepoUrl")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> DefaultRepoUrl { get; init; }

    /// <summary>The new branch, tag or commit to start from; assign null to remove it.</summary>
    [JsonPropertyName("defaultStartingRef")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> DefaultStartingRef { get; init; }

    /// <summary>Whether a session opens a pull request with its changes; null leaves the setting as it is.</summary>
    [JsonPropertyName("autoCreatePr")]
    public bool? AutoCreatePr { get; init; }

    /// <summary>Whether a session commits to the branch that it started from; null leaves the setting as it is.</summary>
    [JsonPropertyName("workOnCurrentBranch")]
    public bool? WorkOnCurrentBranch { get; init; }

    /// <summary>Whether a session's pull request asks nobody for a review; null leaves the setting as it is.</summary>
    [JsonPropertyName("skipReviewerRequest")]
    public bool? SkipReviewerRequest { get; init; }

    /// <summary>The new text that every session is told before its prompt; assign null to remove the text.</summary>
    [JsonPropertyName("preamble")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> Preamble { get; init; }
}
