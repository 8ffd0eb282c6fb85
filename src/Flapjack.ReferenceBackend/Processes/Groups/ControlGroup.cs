using System.Globalization;

namespace Flapjack.ReferenceBackend.Processes.Groups;

/// <summary>A control group (cgroup) with the groups below it: whom the kernel counts in stays in, whatever he forks.</summary>
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
            // Removed since it was listed: whoever looks for processes looks twice.
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
            // Gone meanwhile; and what it should have killed is killed one by one as well.
        }
    }

    /// <summary>Removes it and the groups below it, as far as nobody is in them.</summary>
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
