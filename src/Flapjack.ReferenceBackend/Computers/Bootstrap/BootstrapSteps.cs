using Flapjack.ReferenceBackend.Computers.Templates;
using Flapjack.ReferenceBackend.Files;

namespace Flapjack.ReferenceBackend.Computers.Bootstrap;

/// <summary>The shell commands that set a computer up, in their order, and where each runs.</summary>
internal static class BootstrapSteps
{
    // What bash ends with when it can't run a program.
    private const int NotRunnable = 126;
    private const int NotFound = 127;

    public static IEnumerable<BootstrapStep> Of(ComputerSetup setup, ComputerFolder folder, IReadOnlyDictionary<string, string> repositoryRewrites)
    {
        var template = setup.Template;
        var laysApp = setup.Repo is null && template.HasApp;
        yield return new($"template {template.Name}", template.BuildScript(setup.Repo is not null), laysApp ? folder.App : folder.Workspace)
        {
            Prepare = laysApp ? () => LayDown(setup, folder) : null,
            Advise = template.Tools.Count > 0 ? (_, _) => template.ToolAdvice : null,
        };

        if (setup.Repo is { } repo)
        {
            var source = repositoryRewrites.GetValueOrDefault(repo.Url, repo.Url);
            yield return RepositoryClone.Of(repo, source, folder);
            if (repo.InstallCmd is { Length: > 0 } install)
            {
                yield return new(install, install, folder.App) { Advise = (exitCode, _) => exitCode is NotRunnable or NotFound ? TemplateCatalog.OwnToolAdvice : null };
            }
        }
    }

    private static void LayDown(ComputerSetup setup, ComputerFolder folder)
    {
        Directory.CreateDirectory(folder.App);
        setup.Template.LayDown(folder.App);
    }
}
