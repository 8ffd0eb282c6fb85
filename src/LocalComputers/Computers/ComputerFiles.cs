using LocalComputers.Files;
using LocalComputers.Shells;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers;

/// <summary>Makes, mends and removes a computer's files, and tells the log what could not be removed.</summary>
internal sealed partial class ComputerFiles(string agentId, ComputerServices services)
{
    private volatile LoginOfSetup? _login;

    public ComputerFolder Folder { get; } = new(Path.Combine(services.ComputersFolder, agentId));

    /// <summary>Those who use the files besides the computer's processes.</summary>
    public FileUsers Users { get; } = new();

    /// <summary>Makes the folders and the login files anew.</summary>
    /// <exception cref="ComputerNotMadeException">The folders can't be made; whatever was made of them is removed.</exception>
    public async Task MakeAsync(ComputerSetup setup)
    {
        try
        {
            services.CreationFaults.ThrowIfAny();
            await Users.EndAsync().ConfigureAwait(false);
            TellLeft(await Folder.ResetAsync().ConfigureAwait(false));
            var login = LoginOf(setup);
            login.WriteProfile(Folder);
            login.EnsureIn(Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await RemoveAsync().ConfigureAwait(false);
            throw new ComputerNotMadeException(e, services.Door.Bootstraps.AskForComputerAgain);
        }
    }

    /// <summary>Makes again what a command has removed of what every command needs.</summary>
    /// <exception cref="IOException">A folder can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make the folder.</exception>
    public void Mend(ComputerSetup setup)
    {
        if (Folder.Mend())
        {
            LoginOf(setup).WriteProfile(Folder);
        }
    }

    public async Task RemoveAsync()
    {
        await Users.EndAsync().ConfigureAwait(false);
        TellLeft(await Folder.RemoveAsync().ConfigureAwait(false));
    }

    /// <summary>Removes the files at once, on the caller's thread.</summary>
    public void Remove() => TellLeft(Folder.Remove());

    /// <summary>What the login shells of a setup read; the same for the same setup.</summary>
    public LoginProfile LoginOf(ComputerSetup? setup)
    {
        var last = _login;
        if (last is null || !ReferenceEquals(last.Setup, setup))
        {
            _login = last = new(setup, new(services.Path, setup?.EnvVars ?? [], services.Names));
        }

        return last.Profile;
    }

    // Only the log is told: for the caller of the removal the computer is gone, which is what it asked for.
    private void TellLeft(string? left)
    {
        if (left is not null)
        {
            LogFilesStay(services.Logger, agentId, left);
        }
    }

    private sealed record LoginOfSetup(ComputerSetup? Setup, LoginProfile Profile);

    [LoggerMessage(LogLevel.Warning, "Files of agent {AgentId}'s computer could not be removed, and the next start tries again: {Left}")]
    private static partial void LogFilesStay(ILogger logger, string agentId, string left);
}
