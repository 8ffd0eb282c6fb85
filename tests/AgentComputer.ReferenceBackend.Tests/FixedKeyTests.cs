using AgentComputer.Sdk;

namespace AgentComputer.ReferenceBackend.Tests;

public sealed class FixedKeyTests
{
    [Fact]
    public async Task A_fixed_key_stays_and_a_start_with_another_makes_it_unknown()
    {
        using var folder = new TempFolder();
        foreach (var key in (string[])["the-key-of-our-team-0001", "the-key-of-our-team-0001", "the-key-of-our-team-0002"])
        {
            await using var backend = await AgentComputerBackend.StartAsync(new() { Port = null, DataDirectory = folder["data"], ApiKey = key });
            using var client = backend.CreateClient();
            (await client.ListComputersAsync()).Should().BeEmpty();
        }

        await using var last = await AgentComputerBackend.StartAsync(new() { Port = null, DataDirectory = folder["data"] });
        using var former = last.CreateClient(options => options.ApiKey = "the-key-of-our-team-0001");
        using var latest = last.CreateClient(options => options.ApiKey = "the-key-of-our-team-0002");
        await former.Invoking(it => it.ListComputersAsync()).Should().ThrowAsync<AgentComputerAuthenticationException>();
        (await latest.ListComputersAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_key_that_is_too_short_is_refused_and_not_shown()
    {
        var start = () => AgentComputerBackend.StartAsync(new() { Port = null, ApiKey = "short-secret" });

        (await start.Should().ThrowAsync<ArgumentException>().WithParameterName("ApiKey")).Which.Message.Should().NotContain("short-secret");
    }
}
