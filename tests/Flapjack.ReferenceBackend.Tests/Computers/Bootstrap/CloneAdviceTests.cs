using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Bootstrap;

/// <summary>A clone that fails says what to do about this failure, and nothing about others.</summary>
public sealed class CloneAdviceTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private LocalRepository _repository = null!;

    public async Task InitializeAsync() => _repository = await LocalRepository.CreateAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _repository.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_missing_branch_is_named()
    {
        var said = await FailAsync(_repository.Rewrite, "nope");

        said.Should().Contain("has no branch or tag 'nope'").And.Contain("leave repo.branch out").And.NotContain("private").And.NotContain("RepositoryRewrites");
    }

    [Theory]
    [InlineData("9a7356610626771d8b553ef9e79aa47552668ae3")]
    [InlineData("9A73566")]
    public async Task The_id_of_a_commit_in_place_of_a_branch_is_told_as_such(string commit)
    {
        var said = await FailAsync(_repository.Rewrite, commit);

        said.Should().Contain("the id of a commit").And.Contain($"git checkout {commit}").And.NotContain("private");
    }

    [Fact]
    public async Task A_branch_of_an_empty_repository_is_told_to_be_in_an_empty_one()
    {
        (await HostProgram.RunAsync(new("/usr/bin/env", ["git", "init", "-q", _folder.Path]))).ExitCode.Should().Be(0);

        var said = await FailAsync(options => options.RepositoryRewrites[LocalRepository.Url] = _folder.Path, "main");

        said.Should().Contain("an empty repository has none at all").And.NotContain("private");
    }

    [Theory]
    [InlineData("/no/such/repository")]
    [InlineData("/etc/hosts")]
    [InlineData("no/such/repository")]
    [InlineData("file:///no/such/repository")]
    [InlineData("file://localhost/etc")]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("ssh://127.0.0.1:9/app")]
    public async Task A_rewrite_to_something_else_than_a_repository_is_told_to_be_the_fault(string target)
    {
        var said = await FailAsync(options => options.RepositoryRewrites[LocalRepository.Url] = target);

        said.Should().Contain("RepositoryRewrites maps https://github.com/acme/app").And.NotContain("private").And.NotContain("GitHub App");
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_no_private_repository()
    {
        // Nothing listens on the discard port of this machine, and the message of git comes in English whatever the user's locale is.
        var said = await FailAsync(
            options => options.RepositoryRewrites[LocalRepository.Url] = "http://127.0.0.1:9/acme/app",
            more: ""","envVars":[{"key":"LC_ALL","value":"de_DE.UTF-8"},{"key":"LANGUAGE","value":"de"}]""");

        said.Should().Contain("flapjack: ").And.NotContain("private").And.NotContain("GitHub App");
    }

    [Theory]
    [InlineData("500 Internal Server Error")]
    [InlineData("503 Service Unavailable")]
    public async Task A_rewrite_to_a_URL_that_fails_is_told_to_be_the_fault_and_no_private_repository_of_GitHub(string status)
    {
        await using var server = LoopbackServer.Start(status);

        var said = await FailAsync(options => options.RepositoryRewrites[LocalRepository.Url] = $"http://127.0.0.1:{server.Port}/acme/app");

        said.Should().Contain("RepositoryRewrites maps https://github.com/acme/app").And.NotContain("private").And.NotContain("GitHub App");
    }

    [Theory]
    [InlineData("401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"private\"")]
    [InlineData("403 Forbidden")]
    [InlineData("404 Not Found")]
    public async Task A_rewrite_to_a_URL_that_refuses_is_told_to_be_the_fault(string status)
    {
        await using var server = LoopbackServer.Start(status);

        var said = await FailAsync(options => options.RepositoryRewrites[LocalRepository.Url] = $"http://127.0.0.1:{server.Port}/acme/app");

        said.Should().Contain("RepositoryRewrites maps https://github.com/acme/app to an address").And.Contain("local clone")
            .And.NotContain("install the Flapjack GitHub App");
    }

    private static async Task<string> FailAsync(Action<FlapjackBackendOptions> configure, string? branch = null, string more = "")
    {
        await using var backend = await TestBackend.StartAsync(configure);
        var repo = $$"""{"url":"{{LocalRepository.Url}}"{{(branch is null ? "" : $",\"branch\":\"{branch}\"")}}}""";
        var agent = await backend.CreateAgentAsync($$"""{"template":"blank","repo":{{repo}}{{more}}}""");

        var done = (await backend.ReadBootstrapAsync(agent))[^1].Data;

        done.GetProperty("status").GetString().Should().Be("error");
        var tail = done.GetProperty("stderrTail").GetString()!;
        tail.Should().NotEndWith("\n").And.NotBeEmpty();
        return tail;
    }
}
