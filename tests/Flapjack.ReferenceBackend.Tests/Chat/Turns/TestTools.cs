using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>Tools of the backend that a test makes.</summary>
internal sealed class TestTools : IToolSource, IAsyncDisposable
{
    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object"}""");

    private readonly List<AgentTool> _tools = [];
    private readonly TaskCompletionSource _firstDisposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;

    /// <summary>How many of the offers have been disposed of.</summary>
    public int Disposed => Volatile.Read(ref _disposed);

    /// <summary>Ends when the first offer has been disposed of.</summary>
    public Task FirstDisposed => _firstDisposed.Task;

    /// <summary>What the tools were called with, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What goes wrong when the tools are asked for; null for nothing.</summary>
    public Func<CancellationToken, Task>? Fault { get; init; }

    public TestTools Add(string name, Func<AgentToolCall, CancellationToken, Task<ToolOutcome>> run, string spanKind = "tool", TimeSpan? limit = null)
    {
        _tools.Add(new(name, $"Does {name}", AnyObject, (call, stop) =>
        {
            lock (Calls)
            {
                Calls.Add($"{call.Name} {call.Arguments.GetRawText()}");
            }

            return run(call, stop);
        })
        {
            SpanKind = spanKind,
            Limit = limit,
        });
        return this;
    }

    public TestTools Add(string name, string resultJson, string spanKind = "tool") =>
        Add(name, (_, _) => Task.FromResult(ToolOutcome.Of(JsonElement.Parse(resultJson))), spanKind);

    public async Task<ToolOffer> OfferAsync(TurnScope turn, CancellationToken cancellationToken)
    {
        await (Fault?.Invoke(cancellationToken) ?? Task.CompletedTask);
        return new(_tools, this);
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _disposed);
        _firstDisposed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
