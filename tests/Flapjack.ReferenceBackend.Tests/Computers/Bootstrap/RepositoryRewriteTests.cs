using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Bootstrap;

/// <summary>Whatever a repository is rewritten to: it is cloned into the workspace, or the bootstrap fails and says why.</summary>
public sealed class RepositoryRewriteTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("..")]
    [InlineData("../../../../../../../../etc")]
    [InlineData("/etc/../../..")]
    [InlineData("/no/such/repository")]
    [InlineData("no/such/repository")]
    [InlineData("-u touch /tmp/pwned")]
    [InlineData("--upload-pack=touch pwned")]
    [InlineData("ext::sh -c 'touch pwned'")]
    [InlineData("$(touch pwned)';touch pwned;'")]
    [InlineData("a\0b")]
    [InlineData("")]
    public async Task A_path_that_is_no_repository_fails_the_bootstrap_and_nothing_else(string target)
    {
        await using var backend = await TestBackend.StartAsync(options => options.RepositoryRewrites[LocalRepository.Url] = target);

        var agent = await backend.CreateAgentAsync(LocalRepository.Body("true", ""","externalAppId":"app" """));
        var frames = await backend.ReadBootstrapAsync(agent);

        frames[^1].Data.GetProperty("status").GetString().Should().Be("error");
        frames[^1].Data.GetProperty("stderrTail").GetString().Should().NotBeNullOrWhiteSpace("it says why");
        Directory.GetFiles(backend.Backend.Folder(), "pwned", SearchOption.AllDirectories).Should().BeEmpty();
        (await backend.CreateAsync(LocalRepository.Body("true", ""","externalAppId":"app" """))).Text("computer", "status").Should().Be("bootstrapping", "it can be tried again");
    }

    [Fact]
    public async Task A_path_that_is_far_too_long_fails_the_bootstrap_and_says_why()
    {
        await using var backend = await TestBackend.StartAsync(options => options.RepositoryRewrites[LocalRepository.Url] = "/" + new string('a', 200_000));

        var frames = await backend.ReadBootstrapAsync(await backend.CreateAgentAsync(LocalRepository.Body("true")));

        frames[^1].Data.GetProperty("status").GetString().Should().Be("error");
        frames[^1].Data.GetProperty("stderrTail").GetString().Should().NotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task A_link_to_a_repository_is_followed_and_links_in_a_repository_are_kept_as_links()
    {
        using var repository = await LocalRepository.CreateAsync();
        var link = Path.Combine(_folder.Path, "link");
        await using var backend = await TestBackend.StartAsync(options =>
        {
            repository.Rewrite(options);
            File.CreateSymbolicLink(link, options.RepositoryRewrites[LocalRepository.Url]);
            options.RepositoryRewrites[LocalRepository.Url] = link;
        });

        var agent = await backend.CreateReadyAgentAsync(LocalRepository.Body("ln -s /etc out"));
        var seen = await backend.RunAsync(agent, "cat version.txt; readlink out");
        var outside = await backend.PostAsync($"/api/agents/{agent}/computer/exec", """{"command":"true","workingDir":"app/out"}""");

        seen.Stdout.Should().Be("one\n/etc\n");
        outside.ShouldBeRefused(400, "INVALID_WORKING_DIR");
    }
}
