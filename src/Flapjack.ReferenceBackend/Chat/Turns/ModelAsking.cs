using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Models;
using Flapjack.Sdk;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>Asks the model of a turn, or the models that stand in for it, and tells the trace of each call.</summary>
internal sealed class ModelAsking
{
    private readonly TurnServices _services;
    private readonly TurnSetup _setup;
    private readonly TurnCredentials _credentials;
    private readonly ModelStream _stream;

    public ModelAsking(TurnServices services, TurnSetup setup, TurnCredentials credentials, ChatFrames frames)
    {
        (_services, _setup, _credentials) = (services, setup, credentials);
        _stream = new(frames, services.Stragglers);
        LastModel = setup.ModelId;
    }

    /// <summary>The model that was asked last.</summary>
    public string LastModel { get; private set; }

    /// <summary>Asks for an answer.</summary>
    /// <param name="system">The system prompt; empty for none.</param>
    /// <param name="told">The conversation.</param>
    /// <param name="tools">The tools that the model may call.</param>
    /// <param name="answer">Gets what the model says.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="stop">Ends the call at once.</param>
    /// <exception cref="ChatModelException">No model answered.</exception>
    public async Task AskAsync(
        string system, IReadOnlyList<MessageRow> told, IReadOnlyList<AITool> tools, ModelAnswer answer, TurnTrace trace, CancellationToken stop)
    {
        var messages = History.WithPlaces(system, told, _setup.Thread.HasParticipants).Messages;
        var models = new Queue<string>([LastModel, .. _setup.Request.FallbackModels.Where(model => model != LastModel)]);
        while (true)
        {
            LastModel = models.Dequeue();
            var key = await _credentials.FindAsync(LastModel, trace, null, stop).ConfigureAwait(false);
            var span = Begin(trace, messages, tools);
            var before = answer.Usage;
            using var call = ModelSpan.Begin(_services, LastModel);
            try
            {
                await _stream.ReadAsync(_services.Models.ClientOf(LastModel, key), messages, OptionsOf(tools, key), answer, stop).ConfigureAwait(false);
                End(trace, span, call, answer, before, null);
                return;
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                End(trace, span, call, answer, before, "The turn was stopped.");
                stop.ThrowIfCancellationRequested();
            }
            catch (Exception e) when (e is not NotRecordedException)
            {
                var failure = ModelFailure.Of(e);
                call.Fail(failure.Code);
                End(trace, span, call, answer, before, $"{failure.Code}: {failure.Message}");
                if (answer.HasBegun || models.Count == 0 || !ModelFailure.LetsAnotherModelAnswer(failure))
                {
                    throw failure;
                }
            }
        }
    }

    private ChatOptions OptionsOf(IReadOnlyList<AITool> tools, ModelKey? key)
    {
        var options = new ChatOptions
        {
            Temperature = (float?)_setup.Agent.Document.Temperature,
            Tools = tools.Count == 0 ? null : [.. tools],
        };
        Add("anthropicOverrides", _setup.Request.AnthropicOverrides);
        Add("openaiOverrides", _setup.Request.OpenAIOverrides);
        return _services.Models.Tell(options, LastModel, key);

        void Add(string name, JsonElement? value)
        {
            if (value is not null)
            {
                (options.AdditionalProperties ??= [])[name] = value.Value;
            }
        }
    }

    private TraceSpan Begin(TurnTrace trace, IReadOnlyList<ChatMessage> messages, IReadOnlyList<AITool> tools) =>
        trace.Begin(TraceSpanKind.Llm, LastModel, SpanInput.Of(messages, tools)) with
        {
            Provider = ModelPrices.ProviderOf(LastModel),
            Model = LastModel,
            Temperature = _setup.Agent.Document.Temperature,
        };

    private void End(TurnTrace trace, TraceSpan span, ModelSpan call, ModelAnswer answer, TurnUsage before, string? error)
    {
        var usage = answer.Usage - before;
        call.Used(usage);
        var cost = usage.CostOf(LastModel);
        answer.CostUsd += cost ?? 0;
        trace.End(
            span with
            {
                InputTokens = usage.InputTokens,
                OutputTokens = usage.OutputTokens,
                CachedInputTokens = usage.CacheReadTokens,
                CostUsd = cost,
            },
            SpanInput.Of(answer),
            error is null ? null : TurnTrace.Text(error));
    }
}
