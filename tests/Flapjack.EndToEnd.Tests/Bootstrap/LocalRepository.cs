using Flapjack.ReferenceBackend;

namespace Flapjack.EndToEnd.Tests;

/// <summary>A git repository on this machine that stands for one on GitHub.</summary>
internal sealed class LocalRepository : IDisposable
{
    public const string Url = "https://github.com/acme/grocery";

    private readonly TempFolder _folder = new();

    private LocalRepository()
    {
    }

    /// <summary>One commit on <c>main</c> with <c>hello.txt</c>, and a branch <c>feature/x</c> that says something else.</summary>
    public static async Task<LocalRepository> CreateAsync()
    {
        var repository = new LocalRepository();
        await HostProgram.BashAsync(
            """
            cd "$1"
            export HOME="$1" GIT_CONFIG_NOSYSTEM=1
            git init -q -b main
            git config user.name Tester
            git config user.email tester@example.com
            echo hello > hello.txt; git add hello.txt; git commit -qm first
            git checkout -qb feature/x
            echo feature > hello.txt; git commit -qam second
            git checkout -q main
            """,
            repository._folder.Path);
        return repository;
    }

    /// <summary>Options of a backend that clones this in place of <see cref="Url"/>.</summary>
    public FlapjackBackendOptions Rewrites() => new() { RepositoryRewrites = { [Url] = _folder.Path } };

    public void Dispose() => _folder.Dispose();
}
