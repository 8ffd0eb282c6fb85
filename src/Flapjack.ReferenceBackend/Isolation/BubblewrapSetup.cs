using Flapjack.ReferenceBackend.Computers;
using Flapjack.ReferenceBackend.Processes;

namespace Flapjack.ReferenceBackend.Isolation;

/// <summary>Prepares the isolation that a backend was asked for, or says why there can be none.</summary>
internal static class BubblewrapSetup
{
    private const string OrNone = "or set FlapjackBackendOptions.Isolation to None";

    /// <summary>Refuses options that contradict each other.</summary>
    /// <exception cref="ArgumentException">They do.</exception>
    public static void Validate(FlapjackBackendOptions options)
    {
        if (!Enum.IsDefined(options.Isolation))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Isolation, "There is no such isolation.");
        }

        if (options.Isolation == ComputerIsolation.None && !options.AllowNetwork)
        {
            throw new ArgumentException("AllowNetwork is false, which only Isolation = Bubblewrap can bring about.", nameof(options));
        }

        if (options.Isolation == ComputerIsolation.None && options.VisiblePaths.Count > 0)
        {
            throw new ArgumentException("VisiblePaths has entries, but without Isolation everything is visible.", nameof(options));
        }

        if (options.VisiblePaths.FirstOrDefault(path => !InsidePaths.AreFreeAt(path)) is { } bad)
        {
            throw new ArgumentException($"VisiblePaths has '{bad}', which is not an absolute path, or means something else inside.", nameof(options));
        }
    }

    /// <summary>Finds bubblewrap.</summary>
    /// <param name="program">Its name or path.</param>
    /// <exception cref="PlatformNotSupportedException">It is not there, or this system lacks what the isolation needs beside it.</exception>
    public static string Find(string program)
    {
        // Without its own way of starting processes this backend can hand no filter of system calls to bubblewrap.
        if (PosixSupport.WhatIsMissing() is { } missing)
        {
            throw new PlatformNotSupportedException(
                $"Isolation is Bubblewrap, but {missing}. It needs Linux on x64 or arm64 with glibc 2.34 and pidfd_open; {OrNone}.");
        }

        try
        {
            return ProgramSearch.Find(new()
            {
                FileName = program,
                WorkingDirectory = "/",
                Environment = new Dictionary<string, string> { ["PATH"] = ComputerEnvironment.DefaultPath },
            });
        }
        catch (ProcessStartException e)
        {
            throw new PlatformNotSupportedException(
                $"Isolation is Bubblewrap, but bubblewrap is not installed here ({e.Message}) Install the package 'bubblewrap', which exists for Linux only, {OrNone}.", e);
        }
    }

    /// <summary>Runs an isolated command that does nothing.</summary>
    /// <param name="shell">The shell of the computers, with their isolation.</param>
    /// <param name="processes">What the processes of all computers share.</param>
    /// <param name="directory">Where a folder for it can be made; it is removed again.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <exception cref="PlatformNotSupportedException">This system does not let bubblewrap do its work.</exception>
    public static async Task EnsureItWorksAsync(Shell shell, ComputerProcessServices processes, string directory, CancellationToken cancellationToken)
    {
        var folder = new ComputerFolder(directory);
        await folder.ResetAsync(ComputerEnvironment.DefaultPath, []).ConfigureAwait(false);
        var said = new SaidText();
        var environment = ComputerEnvironment.Of("isolation", folder, ComputerEnvironment.DefaultPath);
        string? problem;
        try
        {
            var exit = await shell.RunAsync(
                new(new(processes, "isolation", folder.Root), "isolation", "true", folder.Workspace, environment, Timeout.InfiniteTimeSpan, folder),
                said,
                cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            problem = exit.ExitCode == 0 ? null : $"{said} (exit code {exit.ExitCode})";
        }
        catch (ProcessStartException e)
        {
            problem = said.ToString() is { Length: > 0 } words ? words : e.Message;
        }
        finally
        {
            _ = folder.Remove();
        }

        if (problem is not null)
        {
            throw new PlatformNotSupportedException(
                $"Isolation is Bubblewrap, but bubblewrap does not work here: {problem}. It needs coreutils 8.31 and user namespaces: "
                + "allow them (kernel.unprivileged_userns_clone, user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns; "
                + $"in a container its seccomp profile), {OrNone}.");
        }
    }
}
