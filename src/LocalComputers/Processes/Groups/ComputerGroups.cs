using System.Globalization;

namespace LocalComputers.Processes.Groups;

/// <summary>The control groups of one computer: one that holds its processes together, with one below it for each command, and those that limit it.</summary>
internal sealed class ComputerGroups(string? tree, string? memory, string? pids)
{
    /// <summary>All processes of the computer; null where groups can't be made.</summary>
    public ControlGroup? Tree { get; } = tree is null ? null : new(tree);

    /// <summary>The processes of one command; null where groups can't be made.</summary>
    public ControlGroup? OfCommand(string commandId) => tree is null ? null : new(Path.Combine(tree, commandId));

    /// <summary>Makes the groups for a command to start in.</summary>
    /// <returns>The files to which the command's first process writes 0 to join the groups.</returns>
    /// <exception cref="ProcessStartException">The kernel refused.</exception>
    public IReadOnlyList<string> MakeFor(string commandId, ResourceLimits limits)
    {
        try
        {
            if (All().Any(directory => !Directory.Exists(directory)))
            {
                Make(limits);
            }

            List<string> files = [];
            if (OfCommand(commandId) is { } group)
            {
                Directory.CreateDirectory(group.Directory);
                files.Add(group.ProcessesFile);
            }

            // v1: "tasks" takes the one thread there is; "cgroup.procs" would halt every fork on the machine for a moment.
            files.AddRange(All().Where(directory => directory != tree).Select(directory => Path.Combine(directory, "tasks")));
            return files;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ProcessStartException($"Cannot make the control groups of a command: {refused.Message}", refused)
            {
                ForCallers = "Cannot make the control groups of a command; the backend's log tells more.",
            };
        }
    }

    /// <summary>The command in whose group a process is; null when it is in none.</summary>
    public string? CommandOf(int processId)
    {
        try
        {
            return tree is null ? null : Directory.GetDirectories(tree).FirstOrDefault(directory => new ControlGroup(directory).ProcessIds().Contains(processId)) is { } found
                ? Path.GetFileName(found)
                : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Removes the groups of commands that have no process left, apart from those that run.</summary>
    public void RemoveEmpty(IReadOnlyCollection<string> runningCommands)
    {
        try
        {
            foreach (var directory in tree is null ? [] : Directory.GetDirectories(tree))
            {
                if (!runningCommands.Contains(Path.GetFileName(directory)))
                {
                    _ = new ControlGroup(directory).TryRemove();
                }
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The computer has just been stopped, and its groups with it.
        }
    }

    /// <summary>Removes all of them, as far as no process is left in them.</summary>
    public void Remove()
    {
        foreach (var directory in All())
        {
            _ = new ControlGroup(directory).TryRemove();
        }
    }

    private IEnumerable<string> All() => new[] { tree, memory, pids }.OfType<string>().Distinct();

    private void Make(ResourceLimits limits)
    {
        foreach (var directory in All())
        {
            Directory.CreateDirectory(directory);
        }

        var bytes = limits.MemoryBytes.ToString(CultureInfo.InvariantCulture);
        if (memory is not null && memory == tree)
        {
            GroupFile.Write(Path.Combine(memory, "memory.max"), bytes);
            // Without this limit the computer would swap instead of being stopped.
            GroupFile.WriteIfThere(Path.Combine(memory, "memory.swap.max"), "0");
        }
        else if (memory is not null)
        {
            GroupFile.Write(Path.Combine(memory, "memory.limit_in_bytes"), bytes);
            GroupFile.WriteIfThere(Path.Combine(memory, "memory.memsw.limit_in_bytes"), bytes);
        }

        if (pids is not null)
        {
            GroupFile.Write(Path.Combine(pids, "pids.max"), limits.Processes.ToString(CultureInfo.InvariantCulture));
        }
    }
}
