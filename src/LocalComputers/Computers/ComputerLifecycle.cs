using System.Collections.Frozen;

namespace LocalComputers.Computers;

/// <summary>The states of a computer and the moves between them. Any other move is a mistake of the code that asks for it.</summary>
internal sealed class ComputerLifecycle(ComputerPhase status)
{
    private static readonly FrozenDictionary<ComputerPhase, ComputerPhase[]> Moves =
        new Dictionary<ComputerPhase, ComputerPhase[]>
        {
            [ComputerPhase.None] = [ComputerPhase.Bootstrapping, ComputerPhase.Destroyed],
            [ComputerPhase.Bootstrapping] = [ComputerPhase.Ready, ComputerPhase.Error, ComputerPhase.Destroyed],
            [ComputerPhase.Ready] =
                [ComputerPhase.Idle, ComputerPhase.Stopped, ComputerPhase.Error, ComputerPhase.Destroyed],
            [ComputerPhase.Idle] =
                [ComputerPhase.Waking, ComputerPhase.Stopped, ComputerPhase.Error, ComputerPhase.Destroyed],
            [ComputerPhase.Stopped] = [ComputerPhase.Waking, ComputerPhase.Error, ComputerPhase.Destroyed],
            [ComputerPhase.Waking] = [ComputerPhase.Ready, ComputerPhase.Error, ComputerPhase.Destroyed],
            [ComputerPhase.Error] = [ComputerPhase.Bootstrapping, ComputerPhase.Destroyed],
            [ComputerPhase.Destroyed] = [ComputerPhase.Bootstrapping],
        }.ToFrozenDictionary();

    public ComputerPhase Phase { get; private set; } = status;

    /// <summary>Whether a command may be taken on: it runs now, or as soon as the computer is awake.</summary>
    public bool TakesCommands =>
        Phase == ComputerPhase.Ready || Phase == ComputerPhase.Waking || Sleeps;

    /// <summary>Whether the computer has to be woken before a command can run.</summary>
    public bool Sleeps => Phase == ComputerPhase.Idle || Phase == ComputerPhase.Stopped;

    public bool Allows(ComputerPhase next) => Moves[Phase].Contains(next);

    /// <summary>Makes a move that is allowed.</summary>
    /// <param name="next">The new state.</param>
    /// <param name="record">Records the move; if it throws, the computer has not moved.</param>
    /// <exception cref="InvalidOperationException">There is no such move.</exception>
    public void Move(ComputerPhase next, Action record)
    {
        if (!Allows(next))
        {
            throw new InvalidOperationException($"A computer can't go from '{Phase}' to '{next}'.");
        }

        record();
        Phase = next;
    }
}
