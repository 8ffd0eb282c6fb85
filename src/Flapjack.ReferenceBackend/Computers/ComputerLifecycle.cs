using System.Collections.Frozen;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>The states of a computer and the moves between them. Any other move is a mistake of whoever asks for it.</summary>
internal sealed class ComputerLifecycle(ComputerLifecycleStatus status)
{
    private static readonly FrozenDictionary<ComputerLifecycleStatus, ComputerLifecycleStatus[]> Moves =
        new Dictionary<ComputerLifecycleStatus, ComputerLifecycleStatus[]>
        {
            [ComputerLifecycleStatus.None] = [ComputerLifecycleStatus.Bootstrapping, ComputerLifecycleStatus.Destroyed],
            [ComputerLifecycleStatus.Bootstrapping] = [ComputerLifecycleStatus.Ready, ComputerLifecycleStatus.Error, ComputerLifecycleStatus.Destroyed],
            [ComputerLifecycleStatus.Ready] =
                [ComputerLifecycleStatus.Idle, ComputerLifecycleStatus.Stopped, ComputerLifecycleStatus.Error, ComputerLifecycleStatus.Destroyed],
            [ComputerLifecycleStatus.Idle] =
                [ComputerLifecycleStatus.Waking, ComputerLifecycleStatus.Stopped, ComputerLifecycleStatus.Error, ComputerLifecycleStatus.Destroyed],
            [ComputerLifecycleStatus.Stopped] = [ComputerLifecycleStatus.Waking, ComputerLifecycleStatus.Error, ComputerLifecycleStatus.Destroyed],
            [ComputerLifecycleStatus.Waking] = [ComputerLifecycleStatus.Ready, ComputerLifecycleStatus.Error, ComputerLifecycleStatus.Destroyed],
            [ComputerLifecycleStatus.Error] = [ComputerLifecycleStatus.Bootstrapping, ComputerLifecycleStatus.Destroyed],
            [ComputerLifecycleStatus.Destroyed] = [ComputerLifecycleStatus.Bootstrapping],
        }.ToFrozenDictionary();

    public ComputerLifecycleStatus Status { get; private set; } = status;

    /// <summary>Whether a command may be taken on: it runs now, or as soon as the computer is awake.</summary>
    public bool TakesCommands =>
        Status == ComputerLifecycleStatus.Ready || Status == ComputerLifecycleStatus.Waking || Sleeps;

    /// <summary>Whether the computer has to be woken before a command can run.</summary>
    public bool Sleeps => Status == ComputerLifecycleStatus.Idle || Status == ComputerLifecycleStatus.Stopped;

    public bool Allows(ComputerLifecycleStatus next) => Moves[Status].Contains(next);

    /// <summary>Makes a move that is allowed.</summary>
    /// <param name="next">The new state.</param>
    /// <param name="record">Records the move; if it throws, there was none.</param>
    /// <exception cref="InvalidOperationException">There is no such move.</exception>
    public void Move(ComputerLifecycleStatus next, Action record)
    {
        if (!Allows(next))
        {
            throw new InvalidOperationException($"A computer can't go from '{Status}' to '{next}'.");
        }

        record();
        Status = next;
    }
}
