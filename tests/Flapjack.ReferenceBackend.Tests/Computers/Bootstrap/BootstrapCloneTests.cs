using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Bootstrap;

public sealed class BootstrapCloneTests : IAsyncLifetime
{
    private LocalRepository _repository = null!;
    private TestBackend _backend = null!;

    public async Task InitializeAsync()
    {
        _repository = await LocalRepository.CreateAsync();
        _backend = await TestBackend.StartAsync(_repository.Rewrite);
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        _repository.Dispose();
    }

    [Theory]
    [InlineData("", "one", "main")]
    [InlineData(",\"branch\":\"main\"", "one", "main")]
    [InlineData(",\"branch\":\"feature/two\"", "two", "feature/two")]
    public async Task A_repository_is_cloned_into_the_app_folder(string branch, string version, string checkedOut)
    {
        var agent = await _backend.CreateReadyAgentAsync($$$"""{"template":"blank","repo":{"url":"{{{LocalRepository.Url}}}"{{{branch}}}}}""");

        var seen = await _backend.RunAsync(agent, "pwd; cat version.txt; git branch --show-current");

        seen.Stdout.Split('\n').Should().Equal($"{await _backend.HomeOfAsync(agent)}/workspace/app", version, checkedOut, "");
    }

    [Fact]
    public async Task The_install_command_runs_in_the_app_folder_with_the_env_vars()
    {
        var agent = await _backend.CreateReadyAgentAsync(LocalRepository.Body(
            """echo "$PWD|$WORD|$(cat version.txt)" >installed""",
            ""","envVars":[{"key":"WORD","value":"a  b"}]"""));

        var seen = await _backend.RunAsync(agent, "cat installed");

        seen.Stdout.Should().Be($"{await _backend.HomeOfAsync(agent)}/workspace/app|a  b|one\n");
    }

    [Fact]
    public async Task A_branch_that_is_not_there_fails_the_bootstrap_and_is_named()
    {
        var agent = await _backend.CreateAgentAsync($$$"""{"template":"blank","repo":{"url":"{{{LocalRepository.Url}}}","branch":"no-such-branch"}}""");

        var frames = await _backend.ReadBootstrapAsync(agent);

        frames[^1].Data.GetProperty("status").GetString().Should().Be("error");
        frames[^1].Data.GetProperty("exitCode").GetInt32().Should().Be(128);
        frames[^1].Data.GetProperty("stderrTail").GetString().Should().Contain("Remote branch no-such-branch not found");
    }

    [Fact]
    public async Task A_shell_word_in_a_branch_stays_a_word()
    {
        var agent = await _backend.CreateAgentAsync($$$"""{"template":"blank","repo":{"url":"{{{LocalRepository.Url}}}","branch":"';touch${IFS}$HOME/pwned;'"}}""");

        var done = (await _backend.ReadBootstrapAsync(agent))[^1];

        done.Data.GetProperty("stderrTail").GetString().Should().Contain("Remote branch ';touch${IFS}$HOME/pwned;' not found");
    }

    [Fact]
    public async Task A_repository_that_wants_credentials_fails_at_once_and_names_the_app_that_would_help()
    {
        await using var github = LoopbackServer.Start("401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"GitHub\"");
        await using var closed = await TestBackend.StartAsync(options =>
            options.RepositoryRewrites[LocalRepository.Url] = $"http://127.0.0.1:{github.Port}/acme/app");
        var agent = await closed.CreateAgentAsync($$$"""{"template":"blank","repo":{"url":"{{{LocalRepository.Url}}}"}}""");

        var frames = await closed.ReadBootstrapAsync(agent);

        var log = string.Concat(frames.Where(frame => frame.Event == "log").Select(frame => frame.Chunk));
        log.Should().Contain("Flapjack GitHub App").And.Contain(LocalRepository.Url);
        frames[^1].Data.GetProperty("status").GetString().Should().Be("error");
        frames[^1].Data.GetProperty("stderrTail").GetString().Should().Contain("Flapjack GitHub App");
        (await github.NextAsync()).Headers.Keys.Should().NotContain("Authorization", "no credential of this machine may leave it");
    }

    [Fact]
    public async Task A_tool_that_is_missing_fails_the_bootstrap_and_is_named()
    {
        using var tools = new TempFolder();
        File.CreateSymbolicLink(Path.Combine(tools.Path, "bash"), "/bin/bash");
        await using var poor = await TestBackend.StartAsync(options => options.ComputerPath = tools.Path);
        var agent = await poor.CreateAgentAsync("""{"template":"rust-cargo"}""");

        var frames = await poor.ReadBootstrapAsync(agent);

        frames[^1].Data.GetProperty("exitCode").GetInt32().Should().Be(127);
        frames[^1].Data.GetProperty("stderrTail").GetString().Should().Contain("flapjack: the template 'rust-cargo' needs 'cargo', which is not on PATH\n");
    }

    [Fact]
    public async Task A_machine_without_git_fails_the_bootstrap_and_names_it()
    {
        using var tools = new TempFolder();
        await using var poor = await TestBackend.StartAsync(options =>
        {
            options.ComputerPath = tools.Path;
            _repository.Rewrite(options);
        });
        var agent = await poor.CreateAgentAsync(LocalRepository.Body("true"));

        var done = (await poor.ReadBootstrapAsync(agent))[^1];

        done.Data.GetProperty("exitCode").GetInt32().Should().Be(127);
        done.Data.GetProperty("stderrTail").GetString().Should().Contain("git: command not found");
    }

    [Fact]
    public async Task The_hosts_git_settings_are_not_used()
    {
        var agent = await _backend.CreateReadyAgentAsync(LocalRepository.Body("git config --list --show-origin --global >settings 2>&1; true"));

        var seen = await _backend.RunAsync(agent, "cat settings; ls -A ~");

        seen.Stdout.Should().NotContain("/root/");
    }
}
