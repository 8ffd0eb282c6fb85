using System.Text.RegularExpressions;
using LocalComputers.Files;
using LocalComputers.Shells;

namespace LocalComputers.Computers.Bootstrap;

/// <summary>The step of a bootstrap that clones the user's repository, or what it is rewritten to.</summary>
internal static partial class RepositoryClone
{
    // git asks nobody, and uses neither credentials nor configuration of the host. It speaks English, because the advice is chosen by its messages.
    private const string Settings = "export LC_ALL=C GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=/bin/false SSH_ASKPASS=/bin/false GIT_CONFIG_NOSYSTEM=1\n";

    private const int CommandNotFound = 127;

    /// <param name="repo">The repository that the user named.</param>
    /// <param name="source">What is cloned: its URL, or what that is rewritten to.</param>
    /// <param name="folder">The computer's files.</param>
    /// <param name="words">The door's words for the advice.</param>
    public static BootstrapStep Of(Repo repo, string source, ComputerFolder folder, BootstrapWords words) => new(Shown(repo), Command(repo, source), folder.Workspace)
    {
        HostPaths = Path.IsPathFullyQualified(source) ? [source] : [],
        Advise = (exitCode, said) => words.CloneAdvice(repo, FaultOf(repo, isRewritten: source != repo.Url, exitCode, said)),
    };

    private static string Shown(Repo repo) => $"git clone {(repo.Branch is null ? "" : $"--branch {repo.Branch} ")}{repo.Url} app";

    // With `--` no path is taken for an option.
    private static string Command(Repo repo, string source)
    {
        var branch = repo.Branch is null ? "" : $"--branch {ShellCommand.Quote(repo.Branch)} ";
        var trust = Trust(source);
        var uploadPack = trust.Length == 0 ? "" : $"--upload-pack={ShellCommand.Quote($"git{trust} upload-pack")} ";
        return $"{Settings}git -c credential.helper={trust} clone {uploadPack}{branch}-- {ShellCommand.Quote(source)} app";
    }

    // git refuses a repository of another user unless its path is named as safe. The path that was configured is trusted, and no other
    // path. The process that reads the repository inherits none of these settings, so its own command line gives them to it.
    private static string Trust(string source)
    {
        if (!Path.IsPathFullyQualified(source))
        {
            return "";
        }

        var real = RealPath.Of(source) ?? source;
        return string.Concat(new[] { source, $"{source}/.git", real, $"{real}/.git" }.Distinct().Select(path => $" -c {ShellCommand.Quote($"safe.directory={path}")}"));
    }

    private static CloneFault FaultOf(Repo repo, bool isRewritten, int exitCode, string said)
    {
        bool Says(params string[] words) => words.Any(word => said.Contains(word, StringComparison.Ordinal));

        return exitCode == CommandNotFound ? CloneFault.GitIsMissing
            : Says("Remote branch") ? (CommitId().IsMatch(repo.Branch ?? "") ? CloneFault.BranchIsCommit : CloneFault.BranchIsMissing)
            : Says("dubious ownership") ? CloneFault.OtherOwner
            : Says("No space left on device", "Disk quota exceeded") ? CloneFault.DiskIsFull
            : Says("could not read Username", "could not read Password", "Authentication failed", "Repository not found", "returned error: 40", "not found")
                ? (isRewritten ? CloneFault.NoAccessToRewrite : CloneFault.NoAccess)
            : isRewritten ? CloneFault.BadRewrite
            : CloneFault.Unreachable;
    }

    [GeneratedRegex(@"\A[0-9A-Fa-f]{7,64}\z")]
    private static partial Regex CommitId();
}
