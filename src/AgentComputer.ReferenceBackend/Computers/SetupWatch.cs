using System.Collections.Concurrent;
using LocalComputers.Computers;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>Tells who waits for it that a computer has been set up, or could not be.</summary>
internal sealed class SetupWatch
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ComputerPhase>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Begins to wait. Call this before the setup begins.</summary>
    /// <returns>The phase that the computer is in when its setup has ended.</returns>
    public Task<ComputerPhase> Expect(string computerId) =>
        _waiting.GetOrAdd(computerId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>A computer has moved.</summary>
    public void Tell(ComputerMoved move)
    {
        if (move.From == ComputerPhase.Bootstrapping && _waiting.TryRemove(move.AgentId, out var waiting))
        {
            waiting.TrySetResult(move.To);
        }
    }

    /// <summary>Nobody waits any more.</summary>
    public void Forget(string computerId) => _waiting.TryRemove(computerId, out _);
}
