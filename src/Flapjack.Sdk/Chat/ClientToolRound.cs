using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Flapjack.Sdk;

/// <summary>The calls of one <c>requires_action</c>, which begin when it is made. Disposing it cancels those that still run, and waits for them at most a second.</summary>
internal sealed class ClientToolRound : IAsyncDisposable
{
    private readonly ClientTools _tools;
    private readonly ChatTelemetry? _telemetry;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _free;
    private readonly CancellationTokenSource _left;
    private readonly ToolResult[] _results;
    private readonly Task<ChatClientToolEvent>[] _running;

    public ClientToolRound(ClientTools tools, IReadOnlyList<ToolCall> calls, SendMessageOptions options, ChatTelemetry? telemetry, CancellationToken cancellationToken)
    {
        (_tools, _telemetry, _log, _results) = (tools, telemetry, options.Logger ?? NullLogger.Instance, new ToolResult[calls.Count]);
        _free = new(options.MaxParallelToolCalls);
        _left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _running = [.. calls.Select(RunInTurnAsync)];
    }

    /// <summary>The results, in the order of the calls; complete only after all calls have ended.</summary>
    public IReadOnlyList<ToolResult> Results => _results;

    /// <summary>The calls as they end.</summary>
    public async IAsyncEnumerable<ChatClientToolEvent> Ended([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var ended in Task.WhenEach(_running).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return await ended.ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync().ConfigureAwait(false);
        await ((Task)Task.WhenAll(_running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _left.Dispose();
        _free.Dispose();
    }

    private async Task<ChatClientToolEvent> RunInTurnAsync(ToolCall call, int index)
    {
        await _free.WaitAsync(_left.Token).ConfigureAwait(false);
        try
        {
            // What the tool does happens below its span.
            using var span = _telemetry?.BeginTool(call, _tools.NameOf(call));
            var ended = await _tools.RunAsync(call, _left.Token).ConfigureAwait(false);
            _telemetry?.EndTool(span, ended);
            _results[index] = new() { ToolCallId = call.Id!, Result = ended.Result!.Value };
            Log(ended);
            return ended;
        }
        finally
        {
            _free.Release();
        }
    }

    private void Log(ChatClientToolEvent ended)
    {
        if (ended.Failure is { } failure)
        {
            ChatToolLog.Failed(_log, ended.Call.Name, ended.Call.Id, failure, ended.DurationMs, ended.Exception);
        }
        else
        {
            ChatToolLog.Returned(_log, ended.Call.Name, ended.Call.Id, ended.DurationMs);
        }
    }
}
