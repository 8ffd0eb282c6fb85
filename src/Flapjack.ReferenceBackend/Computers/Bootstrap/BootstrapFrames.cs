using System.Text;
using Flapjack.ReferenceBackend.Journals;
using Flapjack.ReferenceBackend.Shells;

namespace Flapjack.ReferenceBackend.Computers.Bootstrap;

/// <summary>What a bootstrap says, as frames of its journal. Its two outputs make one log.</summary>
internal sealed class BootstrapFrames(Journal journal) : IShellOutput
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
        var bytes = Encoding.UTF8.GetBytes($"flapjack: {sentence}\n");
        AddToTail(bytes);
        journal.AppendSurely("log"u8, bytes, static (json, bytes) => json.WriteString("chunk"u8, bytes));
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

    public void Status(ComputerPhase status) =>
        journal.Append("status"u8, status, static (json, status) => json.WriteString("status"u8, status.Word));

    /// <summary>Says how the bootstrap ended, also when the disk does not take it.</summary>
    public void End(ComputerPhase status, int? exitCode, string? stderrTail)
    {
        journal.AppendSurely("status"u8, status, static (json, status) => json.WriteString("status"u8, status.Word));
        var tail = status == ComputerPhase.Ready ? null : stderrTail ?? StderrTail;
        journal.AppendSurely("done"u8, (status, exitCode, tail), static (json, state) =>
        {
            json.WriteString("status"u8, state.status.Word);
            if (state.exitCode is { } code)
            {
                json.WriteNumber("exitCode"u8, code);
            }
            else
            {
                json.WriteNull("exitCode"u8);
            }

            if (state.tail is not null)
            {
                json.WriteString("stderrTail"u8, state.tail);
            }
        });
    }

    private void AddToTail(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _stderrTail.AddRange(bytes.Length > TailLength ? bytes[^TailLength..] : bytes);
            _stderrTail.RemoveRange(0, Math.Max(0, _stderrTail.Count - TailLength));
        }
    }

    private void Log(ReadOnlySpan<byte> bytes) => journal.Append("log"u8, bytes, static (json, bytes) => json.WriteString("chunk"u8, bytes));
}
