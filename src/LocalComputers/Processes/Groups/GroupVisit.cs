using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes.Groups;

/// <summary>Moves the calling thread into groups of cgroup v1. A process that it starts is born there. Disposing, on the same thread, moves it back.</summary>
/// <remarks>
/// In v1 each thread may be in a group of its own, and a thread that moves itself needs no lock that would halt every fork of the machine. The thread
/// takes no memory into the group, because memory is counted where the process's first thread is.
/// </remarks>
internal readonly ref struct GroupVisit
{
    private readonly IReadOnlyList<string> _waysBack;
    private readonly int _joined;

    private GroupVisit(IReadOnlyList<string> waysBack, int joined) => (_waysBack, _joined) = (waysBack, joined);

    /// <param name="files">The <c>tasks</c> files of the groups.</param>
    /// <param name="waysBack">The <c>tasks</c> files of the groups that the thread is in.</param>
    /// <exception cref="ProcessStartException">The thread can't join one of the groups.</exception>
    public static GroupVisit To(IReadOnlyList<string> files, IReadOnlyList<string> waysBack)
    {
        for (var joined = 0; joined < files.Count; joined++)
        {
            if (Join(files[joined]) is { } reason)
            {
                new GroupVisit(waysBack, joined).Dispose();
                throw new ProcessStartException($"Cannot start a process in the control group of '{files[joined]}': {reason}.")
                {
                    ForCallers = $"Cannot start a process in the control group of its computer: {reason}.",
                };
            }
        }

        return new(waysBack, files.Count);
    }

    public void Dispose()
    {
        for (var i = 0; i < _joined; i++)
        {
            // Our own group was there a moment ago. If it is not any more, the thread stays where it is: it is in the look of no search, because a
            // search leaves this process out.
            _ = Join(_waysBack[i]);
        }
    }

    private static unsafe string? Join(string file)
    {
        using var tasks = new SafeFileHandle(LibC.open(file, LibC.O_WRONLY | LibC.O_CLOEXEC), ownsHandle: true);
        var self = (byte)'0';
        return !tasks.IsInvalid && LibC.write(tasks, &self, 1) == 1 ? null : LibC.LastErrorText();
    }
}
