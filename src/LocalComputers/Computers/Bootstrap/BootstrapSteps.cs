using LocalComputers.Computers.Templates;
using LocalComputers.Files;

namespace LocalComputers.Computers.Bootstrap;

/// <summary>The shell commands that set a computer up, in their order, and where each runs.</summary>
internal static class BootstrapSteps
{
    // The exit codes of bash when it can't run a program.
    private const int NotRunnable = 126;
    private const int NotFound = 127;

    /// <param name="setup">What the computer is set up with.</param>
    /// <param name="folder">Its files.</param>
    /// <param name="services">What the computers of a backend share.</param>
    public static IEnumerable<BootstrapStep> Of(ComputerSetup setup, ComputerFolder folder, ComputerServices services)
    {
        var (template, words) = (setup.Template, services.Door.Bootstraps);
        var laysApp = setup.Repo is null && template.HasApp;
        var script = template.RunsNothing ? "" : template.BuildScript(setup.Repo is not null, services.Names.Word);
        yield return new($"template {template.Name}", script, laysApp ? folder.App : folder.Workspace)
        {
            Prepare = laysApp ? () => LayDown(setup, folder) : null,
            Advise = template.Family == ToolFamily.None ? null : (_, _) => words.ToolAdvice(template.Family),
        };

        if (setup.Repo is { } repo)
        {
            var source = services.RepositoryRewrites.GetValueOrDefault(repo.Url, repo.Url);
            yield return RepositoryClone.Of(repo, source, folder, words);
            if (repo.InstallCmd is { Length: > 0 } install)
            {
                yield return new(install, install, folder.App) { Advise = (exitCode, _) => exitCode is NotRunnable or NotFound ? words.OwnToolAdvice : null };
            }
        }
    }

    private static void LayDown(ComputerSetup setup, ComputerFolder folder)
    {
        Directory.CreateDirectory(folder.App);
        setup.Template.LayDown(folder.App);
    }
}
