using System.Text.Json.Nodes;
using LocalComputers.Computers;
using LocalComputers.Computers.Bootstrap;
using LocalComputers.Files;
using LocalComputers.Processes;
using LocalComputers.Shells;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>
/// The computer of a code session: a folder with the working copy, and the processes in it. It has the limits and the isolation of every computer. It is not
/// in the registry of computers, because each of those belongs to an agent, sleeps and wakes, and is counted by the limits of exec.
/// </summary>
internal sealed partial class SessionComputer
{
    private const int MostSaid = 16 * 1024;
    private const int MostOfChanges = 256 * 1024;
    private const string NoAnswers = "export LC_ALL=C GIT_TERMINAL_PROMPT=0\n";
    private const string GetCommit = "git rev-parse -q --verify HEAD || true";

    // With the dashes behind it, the name of a file is not taken for a branch. The name of the branch is not pasted into the command.
    private const string CheckOut = "git checkout -q \"$" + CoderVariables.StartingRef + "\" --";

    private readonly string _id;
    private readonly CodingMachine _machine;
    private readonly ILogger _logger;
    private readonly ComputerFolder _folder;
    private readonly ComputerProcesses _processes;
    private readonly LoginProfile _login;

    /// <param name="id">The session's id.</param>
    /// <param name="machine">What it is made of.</param>
    /// <param name="size">What its processes may use together.</param>
    /// <param name="logger">Told of files that stay.</param>
    public SessionComputer(string id, CodingMachine machine, Size size, ILogger logger)
    {
        (_id, _machine, _logger) = (id, machine, logger);
        _folder = new(Path.Combine(machine.Folder, id));
        _processes = new(machine.Processes, id, _folder.Root) { Limits = Sizes.LimitsOf(Sizes.MeasuresOf(size)) };
        _login = new(machine.Path, [], machine.Names);
    }

    /// <summary>Makes the computer with a clone of the repository, or takes up the working copy of an earlier prompt.</summary>
    /// <returns>The commit that was checked out; null for an empty repository, and for a working copy that was there.</returns>
    /// <exception cref="CodingException">The computer or its working copy can't be made, or is gone.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public async Task<string?> OpenAsync(CodingTask task, CancellationToken cancellationToken)
    {
        if (task.IsFirst)
        {
            await OnFilesAsync(MakeAsync).ConfigureAwait(false);
            return await CloneAsync(task, cancellationToken).ConfigureAwait(false);
        }

        await OnFilesAsync(() =>
        {
            _folder.Mend();
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        _ = WorkingCopy();
        return null;
    }

    /// <summary>Runs a command in the working copy.</summary>
    /// <exception cref="CodingException">The command could not be started.</exception>
    public Task<ShellExit> RunAsync(string command, IReadOnlyDictionary<string, string> variables, IShellOutput output, CancellationToken cancellationToken) =>
        RunAsync(command, WorkingCopy(), variables, [], output, cancellationToken);

    /// <summary>Writes files that commands can read and, where they are isolated, can't change.</summary>
    /// <returns>Where commands find each file, by the variable that names it.</returns>
    public async Task<IReadOnlyDictionary<string, string>> WriteAsync(IReadOnlyDictionary<string, (string Name, byte[] Content)> files)
    {
        await OnFilesAsync(async () =>
        {
            foreach (var (name, content) in files.Values)
            {
                // A command without isolation may have put a link there, so the file is made anew and moved over it.
                var whole = Path.Combine(_folder.Login, Guid.NewGuid().ToString("N"));
                await File.WriteAllBytesAsync(whole, content).ConfigureAwait(false);
                File.Move(whole, Path.Combine(_folder.Login, name), overwrite: true);
            }
        }).ConfigureAwait(false);
        return files.ToDictionary(file => file.Key, file => Path.Combine(_machine.LoginInside ?? _folder.Login, file.Value.Name), StringComparer.Ordinal);
    }

    /// <summary>What has changed since a commit; null if git can't tell.</summary>
    public async Task<(JsonArray Files, int? LeftOut)?> ChangedAsync(string? startingCommit, CancellationToken cancellationToken)
    {
        var said = new SaidHead(OutputKind.Stdout, MostOfChanges);
        var variables = new Dictionary<string, string> { [ChangedFiles.CommitVariable] = startingCommit ?? ChangedFiles.NoCommit };
        var exit = await RunAsync(ChangedFiles.Command, variables, said, cancellationToken).ConfigureAwait(false);
        return exit.ExitCode == 0 ? ChangedFiles.Read(said.ToString(), said.IsWhole) : null;
    }

    /// <summary>Ends everything that runs on the computer.</summary>
    public Task StopAsync() => _processes.StopAllAsync();

    /// <summary>Removes the files. What can't be removed stays until the next start, and the log tells.</summary>
    public async Task RemoveAsync()
    {
        if (await _folder.RemoveAsync().ConfigureAwait(false) is { } left)
        {
            LogFilesStay(_logger, _id, left);
        }
    }

    private async Task MakeAsync()
    {
        if (await _folder.ResetAsync().ConfigureAwait(false) is { } left)
        {
            LogFilesStay(_logger, _id, left);
        }

        _login.WriteProfile(_folder);
        _login.EnsureIn(_folder);
    }

    private async Task<string?> CloneAsync(CodingTask task, CancellationToken cancellationToken)
    {
        var repo = new Repo(task.Session.RepoUrl ?? "", Branch: null, InstallCmd: null);
        var step = RepositoryClone.Of(repo, _machine.RepositoryRewrites.GetValueOrDefault(repo.Url, repo.Url), _folder, _machine.Words);
        var complaint = new SaidHead(OutputKind.Stderr, MostSaid);
        var cloned = await RunAsync(step.Command, step.WorkingDirectory, new Dictionary<string, string>(), step.HostPaths, complaint, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (cloned.ExitCode != 0)
        {
            throw new CodingException("REPOSITORY_NOT_CLONED", step.Advise?.Invoke(cloned.ExitCode, complaint.ToString()) ?? $"git clone ended with exit code {cloned.ExitCode}.");
        }

        if (task.Session.StartingRef is { } start)
        {
            var checkedOut = await RunAsync(
                NoAnswers + CheckOut, new Dictionary<string, string> { [CoderVariables.StartingRef] = start }, new SaidHead(OutputKind.Stderr, 0), cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (checkedOut.ExitCode != 0)
            {
                throw new CodingException("STARTING_REF_NOT_FOUND", $"{repo.Url} has no branch, tag or commit '{start}'.");
            }
        }

        var commit = new SaidHead(OutputKind.Stdout, MostSaid);
        await RunAsync(NoAnswers + GetCommit, new Dictionary<string, string>(), commit, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return commit.ToString().Trim() is { Length: > 0 } id ? id : null;
    }

    private string WorkingCopy() => _folder.Resolve("app") is { } app && Directory.Exists(app)
        ? app
        : throw new CodingException("WORKING_COPY_GONE", "The working copy of the session is gone: the coder, or somebody else on this machine, has removed it. Start another session.");

    private async Task<ShellExit> RunAsync(
        string command, string workingDirectory, IReadOnlyDictionary<string, string> variables, IReadOnlyList<string> hostPaths, IShellOutput output, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>(ComputerEnvironment.Of(_id, _folder, _machine.Path, _machine.Names), StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        try
        {
            return await _machine.Shell.RunAsync(
                new(_processes, ComputerId.NewExec(), command, workingDirectory, environment, Timeout.InfiniteTimeSpan, _folder) { HostPaths = hostPaths, Login = _login },
                output,
                cancellationToken).ConfigureAwait(false);
        }
        catch (ProcessStartException e)
        {
            throw new CodingException("COMPUTER_UNAVAILABLE", e.ForCallers, e);
        }
    }

    // The messages of .NET name the file's place on the host, which users must not see.
    private static async Task OnFilesAsync(Func<Task> act)
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CodingException("COMPUTER_UNAVAILABLE", "The files of the session's computer can't be made or written; the backend's log tells why.", e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Files of the computer of code session {SessionId} could not be removed, and the next start tries again: {Left}")]
    private static partial void LogFilesStay(ILogger logger, string sessionId, string left);
}
