using LocalComputers.Files;
using LocalComputers.Processes;

namespace LocalComputers.Shells;

/// <summary>Tries out whether isolated commands can run on this system.</summary>
internal static class IsolationTrial
{
    /// <summary>Runs an isolated command that does nothing, before the first one that does.</summary>
    /// <param name="shell">The shell of the computers, with their isolation.</param>
    /// <param name="processes">What the processes of all computers share.</param>
    /// <param name="directory">Where a folder for it can be made; it is removed again.</param>
    /// <param name="orNone">The end of the sentence that says why there can be no isolation: how to do without.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <exception cref="PlatformNotSupportedException">This system does not let bubblewrap do its work.</exception>
    public static async Task RunAsync(Shell shell, ComputerProcessServices processes, string directory, string orNone, CancellationToken cancellationToken)
    {
        var folder = new ComputerFolder(directory);
        await folder.ResetAsync().ConfigureAwait(false);
        var said = new SaidText();
        var environment = ComputerEnvironment.Of("isolation", folder, ComputerEnvironment.DefaultPath, processes.Names);
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
                + $"in a container its seccomp profile), {orNone}.");
        }
    }
}
