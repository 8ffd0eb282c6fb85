namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>The tools that one source gives to one turn. It is disposed of when the turn has ended; what the tools hold open for the turn ends with it.</summary>
internal sealed class ToolOffer : IAsyncDisposable
{
    private readonly IAsyncDisposable? _held;

    public ToolOffer(IReadOnlyList<AgentTool> tools, IAsyncDisposable? held = null) => (Tools, _held) = (tools, held);

    /// <summary>A source without tools for this turn.</summary>
    public static ToolOffer None { get; } = new([]);

    public IReadOnlyList<AgentTool> Tools { get; }

    /// <summary>What could not be offered and why; each is an error in the turn's trace.</summary>
    public IReadOnlyList<ToolFault> Faults { get; init; } = [];

    public ValueTask DisposeAsync() => _held?.DisposeAsync() ?? ValueTask.CompletedTask;
}
