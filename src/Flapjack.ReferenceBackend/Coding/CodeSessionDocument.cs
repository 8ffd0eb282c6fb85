using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>What a code session says of itself. The settings are those that its code agent had at the start, unless the session has its own.</summary>
internal sealed record CodeSessionDocument
{
    /// <summary>The code agent; null if it was deleted since.</summary>
    [JsonPropertyName("code_agent_id")]
    public string? CodeAgentId { get; init; }

    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>The first prompt.</summary>
    [JsonPropertyName("prompt")]
    public string? Prompt { get; init; }

    /// <summary>One of <see cref="CodeSessionMoves"/>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [JsonPropertyName("repo_url")]
    public string? RepoUrl { get; init; }

    [JsonPropertyName("starting_ref")]
    public string? StartingRef { get; init; }

    [JsonPropertyName("model_id")]
    public string? ModelId { get; init; }

    [JsonPropertyName("model_params")]
    public JsonElement? ModelParams { get; init; }

    [JsonPropertyName("auto_create_pr")]
    public bool AutoCreatePr { get; init; }

    [JsonPropertyName("work_on_current_branch")]
    public bool WorkOnCurrentBranch { get; init; }

    [JsonPropertyName("skip_reviewer_request")]
    public bool SkipReviewerRequest { get; init; }

    [JsonPropertyName("preamble")]
    public string? Preamble { get; init; }

    /// <summary>The pull request that the session opened; null for none.</summary>
    [JsonPropertyName("pr_url")]
    public string? PrUrl { get; init; }

    /// <summary>The encrypted key of Cursor, which is in no answer; null for none.</summary>
    [JsonPropertyName("encrypted_cursor_key")]
    public string? EncryptedCursorKey { get; init; }

    [JsonPropertyName("archived_at")]
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>The commit that the working copy began with; null before the clone, and for an empty repository.</summary>
    [JsonPropertyName("starting_commit")]
    public string? StartingCommit { get; init; }

    /// <summary>Why the session ended without success; null as long as it has not.</summary>
    [JsonPropertyName("error")]
    public SessionError? Error { get; init; }

    /// <summary>Whether the session has a computer with its working copy.</summary>
    [JsonPropertyName("has_computer")]
    public bool HasComputer { get; init; }

    /// <summary>The number of the event whose prompt the coder was given last, which is in no answer; 0 before the first.</summary>
    [JsonPropertyName("taken_prompt")]
    public long TakenPrompt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
