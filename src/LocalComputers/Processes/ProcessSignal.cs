using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>Sends signals to processes that were found in the table, and to nobody who has got their number since.</summary>
internal static class ProcessSignal
{
    public static void Send(ProcessTable table, ProcessStat target, int signal)
    {
        using var process = new SafeFileHandle(LibC.pidfd_open(target.Id), ownsHandle: true);
        var withoutDescriptor = process.IsInvalid && Marshal.GetLastPInvokeError() == LibC.ENOSYS;

        // The descriptor stands for the process that has the number now; the start time tells whether that is the process that was meant.
        if (table.Find(target.Id)?.StartTime != target.StartTime)
        {
            return;
        }

        // The process may end at any moment, or be another user's. The next look tells whether it is still there.
        if (!process.IsInvalid)
        {
            _ = LibC.pidfd_send_signal(process, signal);
        }
        else if (withoutDescriptor)
        {
            _ = LibC.kill(target.Id, signal);
        }
    }
}
