using System.Diagnostics;
using System.Text.Json;
using Flapjack.ReferenceBackend;

namespace Testing.Backend;

/// <summary>A git repository on this machine that stands for one on GitHub, and a latch that its install command can wait at.</summary>
internal sealed class LocalRepository : IDisposable
{
    public const string Url = "https://github.com/acme/app";

    /// <summary>A branch whose <c>version.txt</c> says "two"; on <c>main</c> it says "one".</summary>
    public const string Branch = "feature/two";

    /// <summary>Text that a bootstrap's log has as soon as its install command waits at the gate.</summary>
    public const string Waiting = "until [ -e";

    // One process writes all objects; a commit by hand would take four.
    private const string Commits = """
        commit refs/heads/main
        committer Test <test@example.com> 1767225600 +0000
        data 3
        one
        M 100644 inline version.txt
        data 4
        one

        commit refs/heads/feature/two
        committer Test <test@example.com> 1767225601 +0000
        data 3
        two
        from refs/heads/main
        M 100644 inline version.txt
        data 4
        two

        """;

    private readonly TempFolder _folder = new();
    private readonly Latch _gate;

    private LocalRepository() => _gate = new(_folder);

    /// <summary>Shell code that waits until <see cref="Open"/> was called.</summary>
    public string WaitAtGate => _gate.Wait;

    /// <summary>Where it is.</summary>
    public string Path => _folder["repository"];

    /// <summary>Makes a repository with <c>version.txt</c> on its two branches, one commit on <c>main</c> and one more on <see cref="Branch"/>.</summary>
    public static async Task<LocalRepository> CreateAsync()
    {
        var repository = new LocalRepository();
        await File.WriteAllTextAsync(repository._folder["commits"], Commits);
        const string Script = "git init -q -b main --template= \"$1\" && cd \"$1\" && git fast-import --quiet <../commits && git reset -q --hard";
        var start = new ProcessStartInfo("/bin/bash", ["-c", Script, "bash", repository.Path]);
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        var made = await HostProgram.RunAsync(start);
        made.ExitCode.Should().Be(0, made.Error);
        return repository;
    }

    /// <summary>Lets a backend find the repository under <see cref="Url"/>.</summary>
    public void Rewrite(FlapjackBackendOptions options) => options.RepositoryRewrites[Url] = Path;

    /// <summary>Options of a backend that finds the repository under <see cref="Url"/>.</summary>
    public FlapjackBackendOptions Rewrites() => new() { RepositoryRewrites = { [Url] = Path } };

    /// <summary>A from-template body that clones the repository.</summary>
    public static string Body(string installCmd, string more = "") =>
        $$$"""{"template":"blank","repo":{"url":"{{{Url}}}","installCmd":{{{JsonSerializer.Serialize(installCmd)}}}}{{{more}}}}""";

    public void Open() => _gate.Open();

    public void Dispose() => _folder.Dispose();
}
