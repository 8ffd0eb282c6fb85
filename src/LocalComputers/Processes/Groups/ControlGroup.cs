using System.Globalization;

namespace LocalComputers.Processes.Groups;

/// <summary>A control group (cgroup) with the groups below it: a process that is in a group stays in it, and so do its children.</summary>
internal sealed class ControlGroup(string directory)
{
    public string Directory => directory;

    public string ProcessesFile => Path.Combine(directory, "cgroup.procs");

    /// <summary>The processes in it and below it.</summary>
    public IReadOnlyList<int> ProcessIds()
    {
        try
        {
            return [.. Files("cgroup.procs").SelectMany(File.ReadAllLines).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The group was removed since it was listed. Searches look twice, so nothing is missed.
            return [];
        }
    }

    /// <summary>Kills all that is in it and below it at one blow, where the kernel can (v2, Linux 5.14).</summary>
    public void Kill()
    {
        try
        {
            GroupFile.WriteIfThere(Path.Combine(directory, "cgroup.kill"), "1");
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

    private string[] Files(string name) => System.IO.Directory.Exists(directory)
        ? System.IO.Directory.GetFiles(directory, name, SearchOption.AllDirectories)
        : [];
}
