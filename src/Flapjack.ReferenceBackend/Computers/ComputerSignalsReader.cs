using Flapjack.ReferenceBackend.Processes;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>Looks at what a computer is doing.</summary>
internal static class ComputerSignalsReader
{
    private static readonly EnumerationOptions Files = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        // A link's target lies elsewhere, or is counted there.
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    public static ComputerSignals Read(ProcessTable processes, string computerId, ComputerFolder folder, ComputerSizeClass size)
    {
        var ports = ListeningPorts.Of(processes.WithMarker(Shell.ComputerMarker, computerId));
        return new()
        {
            DevServer = ports.Count == 0 ? null : new() { Port = ports[0], Listening = true },
            Disk = new() { Used = UsedBy(folder), Total = SizeClasses.DiskOf(size) },
        };
    }

    private static long UsedBy(ComputerFolder folder)
    {
        try
        {
            return new DirectoryInfo(folder.Root).EnumerateFiles("*", Files).Sum(LengthOf);
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            // Removed since it was listed.
            return 0;
        }
    }
}
