using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>A run of a runner.</summary>
/// <remarks>
/// <c>GET /api/runners/{runnerId}/runs/{runId}</c>. The service documents only the status; all other fields are those of the reference backend. A
/// field that this version does not know is in <see cref="AdditionalProperties"/>.
/// </remarks>
public record RunnerRun
{
    /// <summary>The run's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The organization's id, a UUID.</summary>
    [JsonPropertyName("org_id")]
    public string? OrgId { get; init; }

    /// <summary>The runner's id, a UUID.</summary>
    [JsonPropertyName("runner_id")]
    public string? RunnerId { get; init; }

    /// <summary>Where the run stands; null when the service did not say.</summary>
    [JsonPropertyName("status")]
    public RunnerRunStatus? Status { get; init; }

    /// <summary>What the run was started with; null for nothing.</summary>
    [JsonPropertyName("input")]
    public JsonElement? Input { get; init; }

    /// <summary>The output of the last completed step; null if no step is completed.</summary>
    [JsonPropertyName("output")]
    public JsonElement? Output { get; init; }

    /// <summary>Why the run failed; null if it did not.</summary>
    [JsonPropertyName("error")]
    public RunnerRunError? Error { get; init; }

    /// <summary>Why the run is paused; null if it is not.</summary>
    [JsonPropertyName("pause_reason")]
    public RunnerPauseReason? PauseReason { get; init; }

    /// <summary>What started the run: the kind of its trigger, or <see cref="RunnerTriggerKind.Api"/> for <see cref="FlapjackClient.TriggerRunAsync"/>.</summary>
    [JsonPropertyName("origin")]
    public RunnerTriggerKind? Origin { get; init; }

    /// <summary>The trigger that started the run, a UUID; null if no trigger did.</summary>
    [JsonPropertyName("trigger_id")]
    public string? TriggerId { get; init; }

    /// <summary>When the run was created.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When its first step began; null while the run waits for its turn.</summary>
    [JsonPropertyName("started_at")]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the run ended; null until then.</summary>
    [JsonPropertyName("ended_at")]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When the backend found that it had been ended in the middle of this run, for example by a crash; null if that never happened.</summary>
    [JsonPropertyName("interrupted_at")]
    public DateTimeOffset? InterruptedAt { get; init; }

    /// <summary>How long the run took, in milliseconds; null until it has ended.</summary>
    [JsonPropertyName("duration_ms")]
    public long? DurationMs { get; init; }

    /// <summary>How many tokens the models have read.</summary>
    [JsonPropertyName("total_input_tokens")]
    public long? TotalInputTokens { get; init; }

    /// <summary>How many tokens the models have written.</summary>
    [JsonPropertyName("total_output_tokens")]
    public long? TotalOutputTokens { get; init; }

    /// <summary>What the models have cost, in US dollars.</summary>
    [JsonPropertyName("total_cost_usd")]
    public decimal? TotalCostUsd { get; init; }

    /// <summary>The steps, in the order in which they run, as they were when the run was created. Empty in a list of runs, which leaves them out.</summary>
    [JsonPropertyName("steps")]
    public IReadOnlyList<RunnerRunStep> Steps { get => field ?? []; init; }

    /// <summary>Whether the run is over for good: it is completed, failed or cancelled. A paused run is not over, because it can be resumed.</summary>
    [JsonIgnore]
    public bool HasEnded =>
        EndedAt is not null || Status == RunnerRunStatus.Completed || Status == RunnerRunStatus.Failed || Status == RunnerRunStatus.Cancelled;

    /// <summary>The step that made the run fail; null if the run did not fail, or if the service did not say which step it was.</summary>
    [JsonIgnore]
    public RunnerRunStep? FailedStep => Error?.StepId is { } id ? Steps.FirstOrDefault(step => step.StepId == id) : null;

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Keeps the API key out of the exception that this run may become: the answer of a webhook may hold the key.</summary>
    [JsonIgnore]
    internal Redaction Redaction { get; init; } = Redaction.None;

    /// <summary>Returns this run if it is completed.</summary>
    /// <returns>This run.</returns>
    /// <exception cref="RunNotCompletedException">The run failed, was cancelled, is paused, or has not ended yet. The message tells the step and the error.</exception>
    public RunnerRun EnsureCompleted() => Status == RunnerRunStatus.Completed ? this : throw new RunNotCompletedException(DescribeStatus(), this);

    private string DescribeStatus() =>
        Status == RunnerRunStatus.Failed ? DescribeFailure()
        : Status == RunnerRunStatus.Cancelled ? Redaction.Message($"The run {Id} was cancelled.")
        : Status == RunnerRunStatus.Paused ? Redaction.Message(
            $"The run {Id} is paused ({PauseReason?.Value ?? "no reason"}). If the budget is used up, raise it with UpdateRunnerBudgetAsync; then let the run go on with ResumeRunAsync.")
        : HasEnded ? Redaction.Message($"The run {Id} has ended, and it is not completed but {Status?.Value ?? "without a status"}.")
        : Redaction.Message($"The run {Id} has not ended yet: it is {Status?.Value ?? "without a status"}. Wait for it with WaitForRunAsync.");

    private string DescribeFailure()
    {
        var place = FailedStep is not { } step ? "" : $" in step {step.Place} ({step.Name ?? step.Kind?.Value ?? "no name"})";
        return Error?.Message is { } message
            ? Redaction.Message($"The run {Id} failed{place}: {Error.Code ?? "no code"}: {message}.")
            : Redaction.Message($"The run {Id} failed{place}: {Error?.Code ?? "no code"}.");
    }
}
