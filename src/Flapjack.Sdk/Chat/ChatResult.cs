using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>A turn of a chat that has ended, with all of its text.</summary>
public record ChatResult
{
    /// <summary>How the turn ended. If it is not set, nobody knows.</summary>
    public ChatOutcome Outcome { get => field ?? new ChatOutcome.Unknown(); init; }

    /// <summary>
    /// The text of the answer as the service stored it; if the service did not say, the text as it was streamed. After every outcome but
    /// <see cref="ChatOutcome.Answered"/> it is what had come until then.
    /// </summary>
    public string Content { get => field ?? ""; init; }

    /// <summary>
    /// The text of all <see cref="ChatTokenEvent"/>s, joined. It may differ from <see cref="Content"/>, for example if the service does not store
    /// what the agent said before it called a tool.
    /// </summary>
    public string StreamedContent { get => field ?? ""; init; }

    /// <summary>The id of the stored answer; null if there is none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The id of the turn, or of the latest if tools of yours ran in between; null if the server gives none.</summary>
    public string? TurnId { get; init; }

    /// <summary>How many tokens the turn used, the latest if tools of yours ran in between; null if the service did not say.</summary>
    public ChatUsage? Usage { get; init; }

    /// <summary>The calls of tools, in the order in which they began.</summary>
    public IReadOnlyList<ChatToolActivity> Tools { get => field ?? []; init; }

    /// <summary>The calls whose results the agent waits for; empty unless the outcome is <see cref="ChatOutcome.RequiresAction"/>.</summary>
    public IReadOnlyList<ToolCall> PendingToolCalls { get => field ?? []; init; }

    /// <summary>Keeps the API key out of the exception that this result may become.</summary>
    internal Redaction Redaction { get; init; } = Redaction.None;

    /// <summary>What the events of a message add up to, for a caller who streams them and wants their result too.</summary>
    /// <param name="events">All events of <see cref="FlapjackClient.SendMessageAsync"/> or <see cref="FlapjackClient.SubmitToolResultsAsync"/>, in their order.</param>
    /// <param name="client">The client that the events come from, so that its API key stays out of the exception of <see cref="EnsureAnswered"/>; null for no client.</param>
    /// <returns>The result, as <see cref="FlapjackClient.RunMessageAsync"/> returns it.</returns>
    /// <exception cref="FlapjackStreamInterruptedException">The last event is missing; what became of the turn is unknown.</exception>
    public static ChatResult Of(IEnumerable<ChatEvent> events, FlapjackClient? client = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        var redaction = client?.Redaction ?? Redaction.None;
        var collected = new ChatCollector(redaction);
        foreach (var item in events)
        {
            collected.Add(item);
        }

        return collected.Result() ?? throw new FlapjackStreamInterruptedException(redaction.Message($"The events of the message ended without done, error or requires_action."))
        {
            TurnId = redaction.Of(collected.TurnId),
            AnswerSoFar = redaction.Of(collected.Text),
        };
    }

    /// <summary>Returns this result if the agent has answered.</summary>
    /// <returns>This result.</returns>
    /// <exception cref="ChatNotAnsweredException">The agent has not answered, or nobody knows whether it has.</exception>
    public ChatResult EnsureAnswered() => Outcome is ChatOutcome.Answered ? this : throw new ChatNotAnsweredException(DescribeFailure(), this);

    private string DescribeFailure()
    {
        var turn = TurnId is null ? "The turn" : $"The turn {TurnId}";
        return Redaction.Of(Outcome switch
        {
            ChatOutcome.Stopped => $"{turn} was stopped before the agent had answered.",
            ChatOutcome.RequiresAction =>
                $"{turn} waits for the results of tools: {string.Join(", ", PendingToolCalls.Select(call => call.Name ?? "no name"))}. Send them with "
                + "SubmitToolResultsAsync, or give the tools a delegate. If they have one, the agent has called tools more often than SendMessageOptions.MaxToolRounds allows.",
            ChatOutcome.Failed failed => $"{turn} failed: {failed.Code ?? "no code"}{(failed.Detail is null ? "" : $": {failed.Detail.TrimEnd('.')}")}.",
            _ => $"{turn} ended, and nobody knows how; the agent may have done its work or not.",
        });
    }
}
