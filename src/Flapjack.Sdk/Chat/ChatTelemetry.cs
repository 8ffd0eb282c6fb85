using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Shared.Wire.Diagnostics;

namespace Flapjack.Sdk;

/// <summary>What the span of a message tells, by the conventions of OpenTelemetry for generative AI.</summary>
internal sealed class ChatTelemetry(CallTrace trace)
{
    public const string ConversationId = "gen_ai.conversation.id";
    public const string InputMessages = "gen_ai.input.messages";
    public const string Model = "gen_ai.request.model";
    public const string Operation = "gen_ai.operation.name";
    public const string Outcome = $"{FlapjackDiagnostics.Prefix}.chat.outcome";
    public const string OutputMessages = "gen_ai.output.messages";
    public const string Provider = "gen_ai.provider.name";
    public const string Rounds = $"{FlapjackDiagnostics.Prefix}.chat.tool_rounds";
    public const string ToolArguments = "gen_ai.tool.call.arguments";
    public const string ToolCallId = "gen_ai.tool.call.id";
    public const string ToolName = "gen_ai.tool.name";
    public const string ToolResult = "gen_ai.tool.call.result";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string CacheReadTokens = "gen_ai.usage.cache_read.input_tokens";
    public const string CacheWriteTokens = "gen_ai.usage.cache_creation.input_tokens";
    public const string TurnId = $"{FlapjackDiagnostics.Prefix}.chat.turn.id";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string? _model;
    private int _rounds;

    public CallTrace Trace => trace;

    public void Begins(ChatCall call, ChatRequestBody first)
    {
        _model = call.Options.ModelOverride;
        trace.Tell(Operation, "chat");
        trace.Tell(Provider, FlapjackDiagnostics.Prefix);
        trace.Tell(ConversationId, call.ThreadId);
        trace.Tell(Model, _model);
        if (first.Content is { } prompt)
        {
            trace.ShowGiven(InputMessages, () => Message("user", prompt));
        }
    }

    /// <summary>Sees an event of the call; only those that begin and end a turn say something.</summary>
    public void Observe(ChatEvent item)
    {
        switch (item)
        {
            case ChatMetaEvent meta:
                trace.Tell(TurnId, meta.TurnId);
                break;
            case ChatRequiresActionEvent:
                trace.Tell(Outcome, "requires_action");
                trace.IsComplete();
                break;
            case ChatDoneEvent done:
                Observe(done);
                break;
            case ChatErrorEvent error:
                var isUnknown = error.Code == ChatCollector.UnknownCode;
                trace.Tell(Outcome, isUnknown ? "unknown" : "failed");
                trace.Fails(CallFailure.Told(error.Code, isUnknown));
                break;
        }
    }

    /// <summary>Tools of the caller answer, so the call is not at its end.</summary>
    public void GoesOn()
    {
        trace.IsComplete(false);
        trace.Tell(Rounds, ++_rounds);
    }

    /// <summary>Begins the span of a tool of the caller; null if nobody looks.</summary>
    /// <param name="call">The call.</param>
    /// <param name="name">The tool's name; null if no tool of the caller has the name that the model wrote.</param>
    public Activity? BeginTool(ToolCall call, string? name)
    {
        var span = trace.BeginPart(name is null ? "execute_tool" : $"execute_tool {name}");
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(Operation, "execute_tool");
            span.SetTag(ToolName, name);
            span.SetTag(ToolCallId, trace.Shown(call.Id));
            span.SetTag(ToolArguments, trace.ShowsContent ? trace.Shown(call.Arguments) : null);
        }

        return span;
    }

    public void EndTool(Activity? span, ChatClientToolEvent ended)
    {
        if (span is null)
        {
            return;
        }

        span.SetTag(ToolResult, trace.ShowsContent ? trace.Shown(ended.Result?.GetRawText()) : null);
        if (ended.Failure is { } failure)
        {
            span.SetTag(TelemetryNames.ErrorType, TelemetryNames.SnakeCase($"{failure}"));
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    private void Observe(ChatDoneEvent done)
    {
        var outcome = ChatCollector.OutcomeOf(done);
        trace.Tell(Outcome, TelemetryNames.SnakeCase(outcome.GetType().Name));
        trace.Tell(InputTokens, done.Usage?.InputTokens);
        trace.Tell(OutputTokens, done.Usage?.OutputTokens);
        trace.Tell(CacheReadTokens, done.Usage?.CacheReadTokens);
        trace.Tell(CacheWriteTokens, done.Usage?.CacheWriteTokens);
        Uses("input", done.Usage?.InputTokens);
        Uses("output", done.Usage?.OutputTokens);
        if (done.Content is { } answer)
        {
            trace.ShowAnswered(OutputMessages, () => Message("assistant", answer));
        }

        switch (outcome)
        {
            case ChatOutcome.Failed:
                trace.Fails(new(CallOutcome.Failed, "turn_failed", "The turn failed"));
                break;
            case ChatOutcome.Unknown:
                trace.Fails(new(CallOutcome.Unknown, "turn_without_outcome", "The service did not say how the turn ended"));
                break;
            default:
                trace.IsComplete();
                break;
        }
    }

    private void Uses(string type, long? tokens)
    {
        if (_model is null)
        {
            trace.Uses(type, tokens, new(Operation, "chat"), new(Provider, FlapjackDiagnostics.Prefix));
        }
        else
        {
            trace.Uses(type, tokens, new(Operation, "chat"), new(Provider, FlapjackDiagnostics.Prefix), new(Model, _model));
        }
    }

    /// <summary>One message in the form of the conventions.</summary>
    private static string Message(string role, string text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("role", role);
            json.WriteStartArray("parts");
            json.WriteStartObject();
            json.WriteString("type", "text");
            json.WriteString("content", text);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
