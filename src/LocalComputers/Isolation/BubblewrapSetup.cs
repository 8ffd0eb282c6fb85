using LocalComputers.Processes;

namespace LocalComputers.Isolation;

/// <summary>Prepares the isolation that a backend was asked for, or says why there can be none.</summary>
internal static class BubblewrapSetup
{
    /// <summary>Finds bubblewrap.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="orNone">The end of each sentence that says why there can be no isolation: how to do without.</param>
    /// <exception cref="PlatformNotSupportedException">Bubblewrap is not there, or this system lacks something else that the isolation needs.</exception>
    public static string Find(string program, string orNone)
    {
        // Without its own way of starting processes this backend can hand no filter of system calls to bubblewrap.
        if (PosixSupport.WhatIsMissing() is { } missing)
        {
            throw new PlatformNotSupportedException(
                $"Isolation is Bubblewrap, but {missing}. It needs Linux on x64 or arm64 with glibc 2.34 and pidfd_open; {orNone}.");
        }

        try
        {
            return ProgramSearch.Find(new()
            {
                FileName = program,
                WorkingDirectory = "/",
                Environment = new Dictionary<string, string> { ["PATH"] = ProgramSearch.StandardPath },
            });
        }
        catch (ProcessStartException e)
        {
            throw new PlatformNotSupportedException(
                $"Isolation is Bubblewrap, but bubblewrap is not installed here ({e.Message}) Install the package 'bubblewrap', which exists for Linux only, {orNone}.", e);
        }
    }
}
