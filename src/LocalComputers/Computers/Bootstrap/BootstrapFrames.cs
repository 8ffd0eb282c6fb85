using System.Text;
using LocalComputers.Journals;
using LocalComputers.Shells;

namespace LocalComputers.Computers.Bootstrap;

/// <summary>What a bootstrap says, as frames of its journal. Its two outputs make one log.</summary>
/// <param name="journal">The journal.</param>
/// <param name="words">The door's words.</param>
/// <param name="speaker">Who says what the engine itself adds to the log; a word.</param>
internal sealed class BootstrapFrames(Journal journal, BootstrapWords words, string speaker) : IShellOutput
{
    private const int TailLength = 4_000;

    private readonly Lock _lock = new();
    private readonly List<byte> _stderrTail = [];

    /// <summary>The end of what the latest step wrote to its standard error, without the line break that ends it.</summary>
    public string StderrTail
    {
        get
        {
            lock (_lock)
            {
                return Encoding.UTF8.GetString([.. _stderrTail]).TrimStart('\uFFFD').TrimEnd('\r', '\n');
            }
        }
    }

    /// <summary>Begins a step: shows its command, and forgets the errors of the step before.</summary>
    public void Step(string shownCommand)
    {
        lock (_lock)
        {
            _stderrTail.Clear();
        }

        Log(Encoding.UTF8.GetBytes($"$ {shownCommand}\n"));
    }

    /// <summary>Says what went wrong, also when the disk does not take it.</summary>
    public void Complain(string sentence)
    {
        var bytes = Encoding.UTF8.GetBytes($"{speaker}: {sentence}\n");
        AddToTail(bytes);
        words.LogSurely(journal, bytes);
    }

    public void Write(OutputKind kind, ReadOnlySpan<byte> bytes)
    {
        if (kind == OutputKind.Stderr)
        {
            AddToTail(bytes);
        }

        Log(bytes);
    }

    // A bootstrap waits for no reader: most have none.
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Phase(ComputerPhase phase) => words.Phase(journal, phase);

    /// <summary>Says how the bootstrap ended, also when the disk does not take it.</summary>
    public void End(ComputerPhase phase, int? exitCode, string? stderrTail) =>
        words.EndSurely(journal, phase, exitCode, phase == ComputerPhase.Ready ? null : stderrTail ?? StderrTail);

    private void AddToTail(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _stderrTail.AddRange(bytes.Length > TailLength ? bytes[^TailLength..] : bytes);
            _stderrTail.RemoveRange(0, Math.Max(0, _stderrTail.Count - TailLength));
        }
    }

    private void Log(ReadOnlySpan<byte> bytes) => words.Log(journal, bytes);
}
