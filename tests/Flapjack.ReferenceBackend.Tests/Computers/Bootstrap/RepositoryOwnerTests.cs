using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Bootstrap;

/// <summary>A repository that the backend's options name is trusted, whoever owns it; no other is.</summary>
public sealed class RepositoryOwnerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FactForRoot]
    public async Task A_repository_of_another_user_is_cloned()
    {
        var seen = await CloneAsync("it's \"theirs\"", options => { });

        seen.Should().Be("one\n");
    }

    [FactForRoot]
    public async Task A_bare_one_too()
    {
        await MakeAsync("git clone -q --bare theirs bare.git");

        (await CloneAsync("bare.git", options => { })).Should().Be("one\n");
    }

    [FactForRoot]
    public async Task One_behind_a_link_too()
    {
        await MakeAsync("ln -s theirs link; chown -h 12345:12345 link");

        (await CloneAsync("link", options => { })).Should().Be("one\n");
    }

    [FactForRoot]
    public async Task One_that_a_file_URL_names_too()
    {
        await MakeAsync("mkdir 'with space'; cp -r theirs 'with space/theirs'");
        foreach (var url in new[] { $"file://{_folder.Path}/with%20space/theirs", $"file://{_folder.Path}/theirs/" })
        {
            await using var backend = await TestBackend.StartAsync(options => options.RepositoryRewrites[LocalRepository.Url] = url);
            var agent = await backend.CreateReadyAgentAsync(LocalRepository.Body("true"));
            (await backend.RunAsync(agent, "cat version.txt")).Stdout.Should().Be("one\n", url);
        }
    }

    [FactForRoot]
    public async Task One_whose_path_climbs_and_repeats_slashes_too()
    {
        (await CloneAsync("theirs/.././/theirs//", options => { })).Should().Be("one\n");
    }

    [FactForRoot]
    public async Task One_with_a_slash_at_its_end_too()
    {
        (await CloneAsync("theirs/", options => { })).Should().Be("one\n");
    }

    [FactWithBubblewrap]
    public async Task With_isolation_it_is_the_same()
    {
        (await CloneAsync("theirs", options => options.Isolation = ComputerIsolation.Bubblewrap)).Should().Be("one\n");
    }

    [FactForRoot]
    public async Task Its_trust_ends_with_the_clone_and_reaches_no_other_repository()
    {
        await MakeAsync("");
        var (named, other) = (Path.Combine(_folder.Path, "theirs"), Path.Combine(_folder.Path, "it's \"theirs\""));
        await using var backend = await TestBackend.StartAsync(options => options.RepositoryRewrites[LocalRepository.Url] = named);
        var agent = await backend.CreateReadyAgentAsync(LocalRepository.Body($"git clone {named} again || git clone {ShellQuoted(other)} more || git config --list --global || true"));

        var seen = await backend.RunAsync(agent, $"git -C {named} log; ls; git config --list | grep safe");

        seen.Stderr.Should().Contain("dubious ownership");
        seen.Stdout.Should().Be("version.txt\n");
    }

    [Fact]
    public async Task A_relative_path_is_meant_from_the_current_directory_of_the_host()
    {
        using var repository = await LocalRepository.CreateAsync();
        await using var backend = await TestBackend.StartAsync(options =>
        {
            repository.Rewrite(options);
            options.RepositoryRewrites[LocalRepository.Url] = Path.GetRelativePath(Environment.CurrentDirectory, options.RepositoryRewrites[LocalRepository.Url]);
        });

        var agent = await backend.CreateReadyAgentAsync(LocalRepository.Body("true"));

        (await backend.RunAsync(agent, "cat version.txt")).Stdout.Should().Be("one\n");
    }

    private static string ShellQuoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private async Task<string> CloneAsync(string name, Action<FlapjackBackendOptions> configure)
    {
        await MakeAsync("");
        await using var backend = await TestBackend.StartAsync(options =>
        {
            options.RepositoryRewrites[LocalRepository.Url] = $"{_folder.Path}/{name}";
            configure(options);
        });
        var agent = await backend.CreateReadyAgentAsync(LocalRepository.Body("true"));
        return (await backend.RunAsync(agent, "cat version.txt")).Stdout;
    }

    /// <summary>Makes repositories, each with one commit on main, that belong to a user who is not this process's.</summary>
    private async Task MakeAsync(string more)
    {
        var script = $$"""
            set -e
            export GIT_CONFIG_GLOBAL=/dev/null
            for name in theirs "it's \"theirs\""; do
              [ ! -e "$name" ] || continue
              git init -q -b main "$name"
              (cd "$name"; echo one >version.txt; git add .; git -c user.name=Test -c user.email=test@example.com commit -q -m one)
            done
            {{more}}
            if [ "$(id -u)" = 0 ]; then chown -R 12345:12345 "$PWD"/*; fi
            """;
        var made = await HostProgram.RunAsync(new("/bin/bash", ["-c", script]) { WorkingDirectory = _folder.Path });
        made.ExitCode.Should().Be(0, made.Error);
    }
}
