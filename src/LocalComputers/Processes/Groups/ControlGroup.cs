using System.Globalization;
using LocalComputers.Files;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes.Groups;

/// <summary>A control group (cgroup) with the groups below it: a process that is in a group stays in it, and so do its children.</summary>
internal sealed class ControlGroup(string directory)
{
    public string Directory => directory;

    public string ProcessesFile => Path.Combine(directory, "cgroup.procs");

    /// <summary>Whether no process is in it, and no group below it; by few system calls, because each end of a command asks.</summary>
    public bool IsEmpty => HasNoGroupsBelow && HasNoProcessesItself();

    // The kernel counts the folder itself, its entry in the folder above, and each folder in it.
    private bool HasNoGroupsBelow => DirectoryCalls.LookAt(directory, out var facts) == 0 && facts.Links <= 2;

    /// <summary>The processes in it and below it.</summary>
    public IReadOnlyList<int> ProcessIds()
    {
        try
        {
            // A thread of this process that visits the group (GroupVisit) does not belong there.
            return
            [
                .. Files("cgroup.procs").SelectMany(File.ReadAllLines)
                    .Select(line => int.Parse(line, CultureInfo.InvariantCulture))
                    .Where(id => id != Environment.ProcessId),
            ];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The group was removed since it was listed. Searches look twice, so nothing is missed.
            return [];
        }
    }

    /// <summary>How long its processes have used processors, also those that have ended; null where the kernel does not tell, as in a hierarchy of v1.</summary>
    public TimeSpan? ProcessorTime()
    {
        const string Field = "usage_usec ";
        try
        {
            var file = Path.Combine(directory, "cpu.stat");
            var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal)) : null;
            return line is null ? null : TimeSpan.FromMicroseconds(long.Parse(line.AsSpan(Field.Length), CultureInfo.InvariantCulture));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Kills all that is in it and below it at one blow, where the kernel can (v2, Linux 5.14). Otherwise, where the group limits the number of processes,
    /// none can be added any more, so that those that are killed one by one leave no children.
    /// </summary>
    public void Kill()
    {
        try
        {
            var kill = Path.Combine(directory, "cgroup.kill");
            if (File.Exists(kill))
            {
                GroupFile.Write(kill, "1");
            }
            else
            {
                GroupFile.WriteIfThere(Path.Combine(directory, "pids.max"), "0");
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The group is gone meanwhile. Its processes are killed one by one as well.
        }
    }

    /// <summary>Removes the group and the groups below it, as far as no process is in them.</summary>
    /// <returns>Whether it is gone.</returns>
    public bool TryRemove()
    {
        try
        {
            foreach (var child in System.IO.Directory.GetDirectories(directory))
            {
                _ = new ControlGroup(child).TryRemove();
            }

            System.IO.Directory.Delete(directory);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private unsafe bool HasNoProcessesItself()
    {
        byte first;
        using var file = new SafeFileHandle(LibC.open(ProcessesFile, LibC.O_RDONLY | LibC.O_CLOEXEC), ownsHandle: true);
        return !file.IsInvalid && LibC.read(file, &first, 1) == 0;
    }

    private string[] Files(string name) => System.IO.Directory.Exists(directory)
        ? System.IO.Directory.GetFiles(directory, name, SearchOption.AllDirectories)
        : [];
}
