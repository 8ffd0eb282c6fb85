using System.Diagnostics;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers.Templates;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>A repository of git on this machine, and a file beside it whose appearance a command can wait for.</summary>
internal sealed class LocalRepository : IDisposable
{
    public const string Url = "https://github.com/acme/app";

    private readonly TempFolder _folder = new();

    private LocalRepository()
    {
    }

    /// <summary>Shell that waits until <see cref="Open"/> was called.</summary>
    public string WaitAtGate => $"until [ -e {_folder.Path}/gate ]; do sleep 0.01; done";

    private string Path => System.IO.Path.Combine(_folder.Path, "repository");

    /// <summary>A repository with <c>version.txt</c> on its two branches, main and feature/two.</summary>
    public static async Task<LocalRepository> CreateAsync()
    {
        var repository = new LocalRepository();
        var start = new ProcessStartInfo("/bin/bash", ["-c", """
            set -e
            git init -q -b main repository && cd repository
            commit() { echo "$1" >version.txt; git add . && git -c user.name=Test -c user.email=test@example.com commit -q -m "$1"; }
            commit one
            git checkout -q -b feature/two && commit two
            git checkout -q main
            """]) { WorkingDirectory = repository._folder.Path };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        var made = await ShellRun.OfAsync(start);
        made.ExitCode.Should().Be(0, made.Error);
        return repository;
    }

    /// <summary>Lets a backend find it under <see cref="Url"/>.</summary>
    public void Rewrite(FlapjackBackendOptions options) => options.RepositoryRewrites[Url] = Path;

    /// <summary>A from-template body that clones it.</summary>
    public static string Body(string installCmd, string more = "") =>
        $$$"""{"template":"blank","repo":{"url":"{{{Url}}}","installCmd":{{{TestBackend.Quoted(installCmd)}}}}{{{more}}}}""";

    public void Open() => File.WriteAllText(System.IO.Path.Combine(_folder.Path, "gate"), "");

    public void Dispose() => _folder.Dispose();
}
