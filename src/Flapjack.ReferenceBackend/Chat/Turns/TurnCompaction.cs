using Flapjack.ReferenceBackend.Agents.Config;
using Flapjack.ReferenceBackend.Chat.Models;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>Lets the model summarize a conversation that has become too long for it, if the agent is configured so.</summary>
internal sealed class TurnCompaction(TurnServices services, TurnSetup setup, TurnCredentials credentials, TurnTrace trace)
{
    private const string SpanName = "compaction";

    private readonly CompactionSettings _settings = services.Configs.Get<CompactionSettings>(setup.Thread.AgentId);

    // A model that can't summarize is not asked again before each of its answers, which would cost as much each time.
    private bool _hasFailed;

    /// <summary>Asks for the summary, if one is due.</summary>
    /// <param name="system">The system prompt; empty for none.</param>
    /// <param name="told">The conversation.</param>
    /// <param name="model">The model that is asked.</param>
    /// <param name="lastTokens">How many tokens the last answer of this turn took, in and out; null if there is none.</param>
    /// <param name="stop">Ends the call at once.</param>
    /// <returns>
    /// The summary and the last message that it stands for. Null if no summary is due, or if the model failed. After a failure or an empty summary the trace
    /// says why, and the turn goes on with the whole conversation.
    /// </returns>
    public async Task<TurnSummary?> SummarizeAsync(string system, IReadOnlyList<MessageRow> told, string model, long? lastTokens, CancellationToken stop)
    {
        var (messages, places) = History.WithPlaces(system, told, setup.Thread.HasParticipants);
        if (_hasFailed || Compaction.Plan(messages, _settings, model, lastTokens) is not { } plan)
        {
            return null;
        }

        var group = trace.Begin(TraceSpanKind.Chain, SpanName, TurnTrace.Text($"The conversation has {plan.Tokens} tokens; {plan.Threshold} are allowed."));
        var key = await credentials.FindAsync(model, trace, group.Id, stop).ConfigureAwait(false);
        var span = trace.Begin(TraceSpanKind.Llm, model, SpanInput.Of(plan.Question, []), group.Id) with { Model = model, Provider = ModelPrices.ProviderOf(model) };
        using var call = ModelSpan.Begin(services, model);
        try
        {
            var asked = services.Models.ClientOf(model, key).GetResponseAsync(plan.Question, services.Models.Tell(new(), model, key), stop);
            services.Stragglers.Take(asked);
            var response = await asked.WaitAsync(stop).ConfigureAwait(false);
            var usage = response.Usage is { } details ? TurnUsage.Of(details) : TurnUsage.None;
            call.Used(usage);
            var isEmpty = _hasFailed = string.IsNullOrWhiteSpace(response.Text);
            trace.End(
                span with { InputTokens = usage.InputTokens, OutputTokens = usage.OutputTokens, CachedInputTokens = usage.CacheReadTokens, CostUsd = usage.CostOf(model) },
                TurnTrace.Text(response.Text),
                isEmpty ? TurnTrace.Text("The summary is empty.") : null);
            trace.End(group, null, isEmpty ? TurnTrace.Text("The model gave no summary, so the model is told the whole conversation.") : null);
            var covered = places[plan.Start + plan.Summarized.Count - 1];
            return new(isEmpty ? null : response.Text, covered, usage);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            _hasFailed = true;
            var failure = ModelFailure.Of(e);
            call.Fail(failure.Code);
            trace.End(span, null, TurnTrace.Text($"{failure.Code}: {failure.Message}"));
            trace.End(group, null, TurnTrace.Text("The model could not summarize, so it is told the whole conversation."));
            return null;
        }
    }
}
