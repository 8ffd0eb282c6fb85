using System.Globalization;

namespace LocalComputers.Processes.Groups;

/// <summary>The control groups of one computer: one that holds its processes together, with one below it for each command, and those that limit it.</summary>
/// <remarks>Its caller lets one call in at a time.</remarks>
internal sealed class ComputerGroups(Hierarchy? tree, Hierarchy? memory, Hierarchy? pids)
{
    // Making and removing a group takes locks of the whole kernel, so a group that a command has left empty is the next command's.
    private const int MostSpare = 2;

    private readonly Dictionary<string, Hierarchy> _ofCommands = new(StringComparer.Ordinal);
    private readonly Stack<Hierarchy> _spare = new();
    private readonly HashSet<Hierarchy> _stopped = [];
    private readonly Hierarchy[] _all = [.. new[] { tree, memory, pids }.OfType<Hierarchy>().Distinct()];
    private bool _isMade;
    private int _lastNumber;

    /// <summary>All processes of the computer; null where groups can't be made.</summary>
    public ControlGroup? Tree { get; } = tree is null ? null : new(tree.Directory);

    /// <summary>
    /// The processes of a command that is to be stopped; null where groups can't be made, and for a command that is over and has left none. The group is
    /// no further command's.
    /// </summary>
    public ControlGroup? Stop(string commandId)
    {
        if (!_ofCommands.TryGetValue(commandId, out var group))
        {
            return null;
        }

        _stopped.Add(group);
        return new(group.Directory);
    }

    /// <summary>Makes the groups for a command to start in.</summary>
    /// <returns>The groups that the command's first process has to join.</returns>
    /// <exception cref="ProcessStartException">The kernel refused.</exception>
    public IReadOnlyList<Hierarchy> MakeFor(string commandId, ResourceLimits limits)
    {
        try
        {
            if (!_isMade || Array.Exists(_all, group => !Directory.Exists(group.Directory)))
            {
                Make(limits);
            }

            if (tree is null)
            {
                return _all;
            }

            var own = _ofCommands[commandId] = Spare();
            return [own, .. _all.Where(group => group != tree)];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ProcessStartException($"Cannot make the control groups of a command: {refused.Message}", refused)
            {
                ForCallers = "Cannot make the control groups of a command; the backend's log tells more.",
            };
        }
    }

    /// <summary>Changes what the processes may use together that run now. Groups that are not made yet get their limits when they are.</summary>
    /// <exception cref="IOException">The kernel refused, for example because the processes use more memory than that. The limits are as they were, or lower than before.</exception>
    public void SetLimits(ResourceLimits limits)
    {
        if (_isMade && Array.TrueForAll(_all, group => Directory.Exists(group.Directory)))
        {
            Limit(limits);
        }
    }

    /// <summary>Makes a command's group another command's.</summary>
    public void Rename(string from, string to)
    {
        if (_ofCommands.Remove(from, out var group))
        {
            _ofCommands[to] = group;
        }
    }

    /// <summary>The command in whose group a process is; null when it is in none.</summary>
    public string? CommandOf(int processId) =>
        _ofCommands.FirstOrDefault(command => new ControlGroup(command.Value.Directory).ProcessIds().Contains(processId)).Key;

    /// <summary>Gives up the groups of commands that have no process left, apart from those that run.</summary>
    public void RemoveEmpty(IReadOnlyCollection<string> runningCommands)
    {
        foreach (var (command, group) in _ofCommands)
        {
            // Removing from a dictionary does not end the enumeration of it.
            if (!runningCommands.Contains(command) && new ControlGroup(group.Directory).IsEmpty)
            {
                _ofCommands.Remove(command);
                GiveBack(group);
            }
        }
    }

    /// <summary>Removes all of them, as far as no process is left in them. The next command makes them anew.</summary>
    public void Remove()
    {
        _isMade = false;
        _ofCommands.Clear();
        _spare.Clear();
        _stopped.Clear();
        foreach (var group in _all)
        {
            _ = new ControlGroup(group.Directory).TryRemove();
        }
    }

    private Hierarchy Spare()
    {
        while (_spare.TryPop(out var group))
        {
            if (Directory.Exists(group.Directory))
            {
                return group;
            }
        }

        var made = tree!.Below((++_lastNumber).ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(made.Directory);
        return made;
    }

    private void GiveBack(Hierarchy group)
    {
        if (!_stopped.Remove(group) && _spare.Count < MostSpare)
        {
            _spare.Push(group);
        }
        else
        {
            _ = new ControlGroup(group.Directory).TryRemove();
        }
    }

    private void Make(ResourceLimits limits)
    {
        foreach (var group in _all)
        {
            Directory.CreateDirectory(group.Directory);
        }

        Limit(limits);
        _isMade = true;
    }

    private void Limit(ResourceLimits limits)
    {
        var bytes = limits.MemoryBytes.ToString(CultureInfo.InvariantCulture);
        if (memory is { IsV2: true })
        {
            GroupFile.Write(Path.Combine(memory.Directory, "memory.max"), bytes);
            // Without this limit the computer would swap instead of being stopped.
            GroupFile.WriteIfThere(Path.Combine(memory.Directory, "memory.swap.max"), "0");
        }
        else if (memory is not null)
        {
            LimitV1(memory.Directory, bytes);
        }

        if (pids is not null)
        {
            GroupFile.Write(Path.Combine(pids.Directory, "pids.max"), limits.Processes.ToString(CultureInfo.InvariantCulture));
        }
    }

    // The limit of memory and swap together is never below that of memory alone, so the higher of the two goes first.
    private static void LimitV1(string group, string bytes)
    {
        const string Memory = "memory.limit_in_bytes", WithSwap = "memory.memsw.limit_in_bytes";
        try
        {
            GroupFile.Write(Path.Combine(group, Memory), bytes);
            GroupFile.WriteIfThere(Path.Combine(group, WithSwap), bytes);
        }
        catch (IOException) when (File.Exists(Path.Combine(group, WithSwap)))
        {
            GroupFile.Write(Path.Combine(group, WithSwap), bytes);
            GroupFile.Write(Path.Combine(group, Memory), bytes);
        }
    }
}
