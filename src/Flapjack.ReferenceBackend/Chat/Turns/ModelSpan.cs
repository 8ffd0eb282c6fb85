using System.Diagnostics;
using Flapjack.ReferenceBackend.Chat.Models;
using Flapjack.ReferenceBackend.Telemetry;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>The span of one call of a model. Disposing of it ends it.</summary>
internal sealed class ModelSpan : IDisposable
{
    private readonly TurnServices _services;
    private readonly string _model;
    private readonly long _begun;
    private readonly Activity? _span;
    private string? _error;

    private ModelSpan(TurnServices services, string model, Activity? span) =>
        (_services, _model, _span, _begun) = (services, model, span, services.Clock.GetTimestamp());

    public static ModelSpan Begin(TurnServices services, string model)
    {
        var span = services.Telemetry.Tracing.HasListeners ? services.Telemetry.Tracing.Begin($"{GenAiNames.Chat} {model}", ActivityKind.Client) : null;
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(GenAiNames.Operation, GenAiNames.Chat);
            span.SetTag(GenAiNames.Provider, ModelPrices.ProviderOf(model));
            span.SetTag(GenAiNames.RequestModel, model);
        }

        return new(services, model, span);
    }

    /// <summary>What the call has used.</summary>
    public void Used(TurnUsage usage)
    {
        if (usage == TurnUsage.None)
        {
            // Zeros would look like an answer that cost nothing.
            return;
        }

        if (_span is { IsAllDataRequested: true })
        {
            _span.SetTag(GenAiNames.InputTokens, usage.InputTokens);
            _span.SetTag(GenAiNames.OutputTokens, usage.OutputTokens);
        }

        Record(usage.InputTokens, "input");
        Record(usage.OutputTokens, "output");
    }

    /// <summary>The call has failed.</summary>
    /// <param name="code">The code by which callers know why.</param>
    public void Fail(string code)
    {
        _error = code;
        _span?.SetTag(SpanNames.ErrorType, code).SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose()
    {
        var telemetry = _services.Telemetry;
        if (telemetry.ModelDuration.Enabled)
        {
            var tags = Tags();
            if (_error is not null)
            {
                tags.Add(SpanNames.ErrorType, _error);
            }

            telemetry.ModelDuration.Record(_services.Clock.GetElapsedTime(_begun).TotalSeconds, tags);
        }

        _span?.Dispose();
    }

    private void Record(long tokens, string type)
    {
        if (_services.Telemetry.TokenUsage.Enabled)
        {
            var tags = Tags();
            tags.Add(GenAiNames.TokenType, type);
            _services.Telemetry.TokenUsage.Record(tokens, tags);
        }
    }

    private TagList Tags() => new()
    {
        { GenAiNames.Operation, GenAiNames.Chat },
        { GenAiNames.Provider, ModelPrices.ProviderOf(_model) },
        { GenAiNames.RequestModel, _model },
    };
}
