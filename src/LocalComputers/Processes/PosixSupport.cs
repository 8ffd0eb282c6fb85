using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>Whether this machine can do what <see cref="PosixChildProcess"/> needs.</summary>
internal static class PosixSupport
{
    private static readonly string[] NeededFunctions =
        ["posix_spawn_file_actions_addchdir_np", "posix_spawn_file_actions_addfchdir_np", "posix_spawn_file_actions_addclosefrom_np"];

    /// <summary>What is missing, in words for the log; null when everything is there.</summary>
    public static string? WhatIsMissing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "this is not Linux";
        }

        // The layouts of siginfo and epoll_event are known for these two.
        if (RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
        {
            return $"the processor is {RuntimeInformation.ProcessArchitecture}";
        }

        return MissingFunction() ?? MissingSystemCall();
    }

    private static string? MissingFunction()
    {
        if (!NativeLibrary.TryLoad(LibC.Library, typeof(LibC).Assembly, searchPath: null, out var library))
        {
            return "the C library cannot be loaded by name";
        }

        try
        {
            var missing = Array.Find(NeededFunctions, name => !NativeLibrary.TryGetExport(library, name, out _));
            return missing is null ? null : $"the C library has no {missing}";
        }
        finally
        {
            NativeLibrary.Free(library);
        }
    }

    private static string? MissingSystemCall()
    {
        using var self = new SafeFileHandle(LibC.pidfd_open(Environment.ProcessId), ownsHandle: true);
        return self.IsInvalid ? $"pidfd_open does not work ({LibC.LastErrorText()})" : null;
    }
}
