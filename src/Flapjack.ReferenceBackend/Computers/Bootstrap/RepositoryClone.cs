using System.Text.RegularExpressions;
using Flapjack.ReferenceBackend.Files;
using Flapjack.ReferenceBackend.Shells;

namespace Flapjack.ReferenceBackend.Computers.Bootstrap;

/// <summary>The step of a bootstrap that clones the user's repository, or what it is rewritten to.</summary>
internal static partial class RepositoryClone
{
    // No prompt, no credential of the host, no configuration of the host; messages in English, from which the advice is chosen.
    private const string Settings = "export LC_ALL=C GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=/bin/false SSH_ASKPASS=/bin/false GIT_CONFIG_NOSYSTEM=1\n";

    private const int CommandNotFound = 127;

    /// <param name="repo">The repository that the user named.</param>
    /// <param name="source">What is cloned: its URL, or what <see cref="FlapjackBackendOptions.RepositoryRewrites"/> has for it.</param>
    /// <param name="folder">The computer's files.</param>
    public static BootstrapStep Of(Repo repo, string source, ComputerFolder folder) => new(Shown(repo), Command(repo, source), folder.Workspace)
    {
        HostPaths = Path.IsPathFullyQualified(source) ? [source] : [],
        Advise = (exitCode, said) => Advice(repo, isRewritten: source != repo.Url, exitCode, said),
    };

    private static string Shown(Repo repo) => $"git clone {(repo.Branch is null ? "" : $"--branch {repo.Branch} ")}{repo.Url} app";

    // `--` because a path could look like an option.
    private static string Command(Repo repo, string source)
    {
        var branch = repo.Branch is null ? "" : $"--branch {ShellCommand.Quote(repo.Branch)} ";
        var trust = Trust(source);
        var uploadPack = trust.Length == 0 ? "" : $"--upload-pack={ShellCommand.Quote($"git{trust} upload-pack")} ";
        return $"{Settings}git -c credential.helper={trust} clone {uploadPack}{branch}-- {ShellCommand.Quote(source)} app";
    }

    // git refuses a repository of another user unless its path is named as safe. Whoever configured this path has named it; no other
    // path is trusted. The process that reads the repository inherits none of these settings, so it is given them by its own command.
    private static string Trust(string source)
    {
        if (!Path.IsPathFullyQualified(source))
        {
            return "";
        }

        var real = RealPath.Of(source) ?? source;
        return string.Concat(new[] { source, $"{source}/.git", real, $"{real}/.git" }.Distinct().Select(path => $" -c {ShellCommand.Quote($"safe.directory={path}")}"));
    }

    private static string Advice(Repo repo, bool isRewritten, int exitCode, string said)
    {
        bool Says(params string[] words) => words.Any(word => said.Contains(word, StringComparison.Ordinal));

        return exitCode == CommandNotFound
            ? "git is not on the computer's PATH: install git on the host, or add its folder to FlapjackBackendOptions.ComputerPath."
            : Says("Remote branch") ? MissingBranch(repo)
            : Says("dubious ownership") ? $"the repository that {repo.Url} is rewritten to belongs to another user. Only the path that "
                + "FlapjackBackendOptions.RepositoryRewrites names is trusted: name the repository itself, not a worktree of it, or change its owner."
            : Says("No space left on device", "Disk quota exceeded") ? $"could not clone {repo.Url}: the disk of this machine is full. Make room, and call from-template again."
            : Says("could not read Username", "could not read Password", "Authentication failed", "Repository not found", "returned error: 40", "not found")
                ? NoAccess(repo, isRewritten)
            : isRewritten ? $"FlapjackBackendOptions.RepositoryRewrites maps {repo.Url} to something that git can't clone: it must be the absolute "
                + "path of a git repository that the user of this process may read, or a URL that this machine reaches."
            : $"could not reach {repo.Url}: check the computer's network (FlapjackBackendOptions.AllowNetwork), or map the URL to a local path with "
                + "FlapjackBackendOptions.RepositoryRewrites.";
    }

    private static string NoAccess(Repo repo, bool isRewritten) => isRewritten
        ? $"FlapjackBackendOptions.RepositoryRewrites maps {repo.Url} to an address that has no such repository, or that asks for credentials, which this "
            + "backend has not. Map it to the absolute path of a local clone. (On the service itself, a private repository of GitHub needs the Flapjack GitHub App.)"
        : $"could not clone {repo.Url}: it does not exist, or it is private. If it is private, install the Flapjack GitHub App for its owner; "
            + "this backend has no credentials, so map the URL to a local path with FlapjackBackendOptions.RepositoryRewrites.";

    private static string MissingBranch(Repo repo) => CommitId().IsMatch(repo.Branch ?? "")
        ? $"repo.branch '{repo.Branch}' looks like the id of a commit, but a clone takes the name of a branch or a tag. Leave repo.branch out and "
            + $"check the commit out in repo.installCmd: git checkout {repo.Branch}"
        : $"{repo.Url} has no branch or tag '{repo.Branch}'; an empty repository has none at all. Name one that is there, or leave repo.branch out "
            + "for the default branch.";

    [GeneratedRegex(@"\A[0-9A-Fa-f]{7,64}\z")]
    private static partial Regex CommitId();
}
