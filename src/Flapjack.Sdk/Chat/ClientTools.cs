using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The tools of one message that run in this process. A call always becomes a result for the agent, whatever the tool does.</summary>
internal sealed class ClientTools(SendMessageOptions options, WireSettings settings)
{
    private const int MaxMessageLength = 1_000;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, ChatTool> _tools = (options.Tools ?? []).ToDictionary(tool => tool.Name, StringComparer.Ordinal);

    /// <summary>Whether the client can answer all of the calls. It answers a call of a tool that nobody offered by saying so.</summary>
    public bool CanAnswer(IReadOnlyList<ToolCall> calls) =>
        calls.Count > 0
        && (options.OnToolCall is not null || _tools.Values.Any(tool => tool.OnCall is not null))
        && calls.All(call => CanBeNamed(call.Id) && (IsUnknown(call) || DelegateOf(call) is not null))
        // A result names its call by the id alone.
        && calls.DistinctBy(call => call.Id, StringComparer.Ordinal).Count() == calls.Count;

    /// <summary>The tool's name; null if the caller offers no such tool, so that nobody knows what the model wrote there.</summary>
    public string? NameOf(ToolCall call) => _tools.GetValueOrDefault(call.Name ?? "")?.Name;

    /// <summary>Runs a call to its end, or to its limit.</summary>
    /// <param name="call">The call.</param>
    /// <param name="left">Is cancelled when the caller leaves. The tool is cancelled then, and waited for at most a second.</param>
    public async Task<ChatClientToolEvent> RunAsync(ToolCall call, CancellationToken left)
    {
        if (IsUnknown(call))
        {
            var known = _tools.Count == 0 ? "There are no tools." : $"The tools are: {string.Join(", ", _tools.Keys)}.";
            return Failed(call, ChatToolFailure.UnknownTool, $"There is no tool '{call.Name}'. {known}");
        }

        if (ArgumentsOf(call) is not { } arguments)
        {
            return Failed(
                call,
                ChatToolFailure.InvalidArguments,
                $"The arguments of the tool '{call.Name}' are not valid JSON, so it was not called. Call it again with a JSON object that fits its schema.");
        }

        var began = settings.TimeProvider.GetTimestamp();
        var ended = await RunAsync(call, call with { Arguments = arguments }, left).ConfigureAwait(false);
        return ended with { DurationMs = settings.TimeProvider.GetElapsedTime(began).TotalMilliseconds };
    }

    private async Task<ChatClientToolEvent> RunAsync(ToolCall call, ToolCall whole, CancellationToken left)
    {
        // It is not disposed: a tool that outlives its limit still holds the token.
        var limit = new CancellationTokenSource();
        // On the thread pool, because a tool that blocks its thread must not block the others, nor this client.
        var work = Task.Run(() => DelegateOf(call)!(whole, limit.Token), CancellationToken.None);
        await ((Task)work).WaitAsync(options.ToolTimeout, settings.TimeProvider, left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (work.IsCompleted)
        {
            return await OutcomeOf(call, work).ConfigureAwait(false);
        }

        Abandon(limit.CancelAsync());
        Abandon(work);
        if (left.IsCancellationRequested)
        {
            await ((Task)work).WaitAsync(Grace, settings.TimeProvider, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            left.ThrowIfCancellationRequested();
        }

        return Failed(
            call, ChatToolFailure.TimedOut, $"The tool '{call.Name}' did not answer within {BudgetText.Seconds(options.ToolTimeout)}. It may have done its work or not.");
    }

    private async Task<ChatClientToolEvent> OutcomeOf(ToolCall call, Task<string?> work)
    {
        string? text;
        try
        {
            text = await work.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // An exception of a library may break its promise to have a message.
            var message = settings.Redaction.Of(e.Message) ?? "";
            return Failed(call, ChatToolFailure.Threw, $"The tool '{call.Name}' failed: {message[..Math.Min(message.Length, MaxMessageLength)]}") with { Exception = e };
        }

        return text switch
        {
            null => Failed(call, ChatToolFailure.NoResult, $"The tool '{call.Name}' returned nothing."),
            _ when text.Length > options.MaxToolResultLength => Failed(
                call, ChatToolFailure.TooLong, $"The tool '{call.Name}' returned {text.Length} characters, more than the {options.MaxToolResultLength} that are allowed. Ask it for less."),
            _ => new() { Call = call, Result = JsonOf(text) },
        };
    }

    private bool IsUnknown(ToolCall call) => options.Tools is not null ? !_tools.ContainsKey(call.Name ?? "") : options.OnToolCall is null;

    private Func<ToolCall, CancellationToken, Task<string?>>? DelegateOf(ToolCall call) =>
        _tools.GetValueOrDefault(call.Name ?? "")?.OnCall ?? options.OnToolCall;

    /// <summary>The arguments as JSON; null if they are none. A model may write nothing for no arguments, and a server may send an object in place of its text.</summary>
    private static string? ArgumentsOf(ToolCall call)
    {
        var text = call.Arguments ?? (call.AdditionalProperties?.TryGetValue("arguments", out var json) == true ? json.GetRawText() : "");
        return string.IsNullOrWhiteSpace(text) ? "{}" : WireJson.IsJson(Encoding.UTF8.GetBytes(text)) ? text : null;
    }

    private static ChatClientToolEvent Failed(ToolCall call, ChatToolFailure failure, string message) =>
        new() { Call = call, Failure = failure, Result = JsonElement.Parse($$"""{"error":"{{JsonEncodedText.Encode(Mended(message), JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}}"}""") };

    private static JsonElement JsonOf(string text) => JsonSerializer.SerializeToElement(Mended(text), BasicJson.Default.String);

    /// <summary>The text with U+FFFD in place of half a character and of NUL, which no request can carry: the other results must not be lost for them.</summary>
    private static string Mended(string text) =>
        CanBeSent(text) ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    private static bool CanBeNamed(string? id) => !string.IsNullOrWhiteSpace(id) && CanBeSent(id);

    private static bool CanBeSent(string text) => OutgoingText.IsWhole(text) && !text.Contains('\0', StringComparison.Ordinal);

    /// <summary>Takes the exception of a task that nobody waits for, so that it does not count as unobserved.</summary>
    private static void Abandon(Task task) => task.ContinueWith(
        static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
