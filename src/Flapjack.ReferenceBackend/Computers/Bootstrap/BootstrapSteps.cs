using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Computers.Bootstrap;

/// <summary>The shell commands that set a computer up, in their order, and where each runs.</summary>
internal static class BootstrapSteps
{
    public static IEnumerable<BootstrapStep> Of(ComputerSetup setup, ComputerFolder folder, IReadOnlyDictionary<string, string> repositoryRewrites)
    {
        var template = setup.Template;
        var laysApp = setup.Repo is null && template.HasApp;
        yield return new($"template {template.Name}", template.BuildScript(setup.Repo is not null), laysApp ? folder.App : folder.Workspace)
        {
            Prepare = laysApp ? () => LayDown(setup, folder) : null,
        };

        if (setup.Repo is { } repo)
        {
            var source = repositoryRewrites.GetValueOrDefault(repo.Url, repo.Url);
            yield return new(Shown(repo), Clone(repo, source), folder.Workspace)
            {
                HostPaths = Path.IsPathFullyQualified(source) ? [source] : [],
                Advice = $"could not clone {repo.Url}. If the repository is private, install the Flapjack GitHub App for its owner; "
                    + "this backend has no credentials, so map the URL to a local path with FlapjackBackendOptions.RepositoryRewrites.",
            };
            if (repo.InstallCmd is { Length: > 0 } install)
            {
                yield return new(install, install, folder.App);
            }
        }
    }

    private static void LayDown(ComputerSetup setup, ComputerFolder folder)
    {
        Directory.CreateDirectory(folder.App);
        setup.Template.LayDown(folder.App);
    }

    private static string Shown(ComputerRepo repo) => $"git clone {(repo.Branch is null ? "" : $"--branch {repo.Branch} ")}{repo.Url} app";

    // No prompt, no credential of the host, no configuration of the host; `--` because a path could look like an option.
    private static string Clone(ComputerRepo repo, string source) =>
        "export GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=/bin/false SSH_ASKPASS=/bin/false GIT_CONFIG_NOSYSTEM=1\n"
        + $"git -c credential.helper= clone {(repo.Branch is null ? "" : $"--branch {ShellCommand.Quote(repo.Branch)} ")}-- {ShellCommand.Quote(source)} app";
}
