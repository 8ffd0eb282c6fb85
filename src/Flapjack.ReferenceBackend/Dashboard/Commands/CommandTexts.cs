using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Dashboard.Commands;

/// <summary>What the latest commands were. Nothing stores the text of a command, so this is all that is known of it, and it ends with the process.</summary>
internal sealed class CommandTexts
{
    private const int Most = 2_000;
    private const int LongestText = 8_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, CommandTaken> _texts = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];

    public void Add(CommandTaken taken)
    {
        var kept = taken.Command.Length <= LongestText ? taken : taken with { Command = taken.Command[..LongestText] + "…" };
        lock (_lock)
        {
            _texts[kept.ExecId] = kept;
            _order.Enqueue(kept.ExecId);
            if (_order.Count > Most)
            {
                _texts.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>A command; null if it is an older one, or of an earlier process.</summary>
    public CommandTaken? Find(string execId)
    {
        lock (_lock)
        {
            return _texts.GetValueOrDefault(execId);
        }
    }
}
