using Flapjack.EndToEnd.Tests.Exec;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Isolation;

/// <summary>The whole way through the client, with the computer inside bubblewrap.</summary>
public sealed class IsolatedComputerTests
{
    [FactWithBubblewrap]
    public async Task A_repository_is_cloned_worked_on_and_deleted_without_the_host_being_seen()
    {
        using var repository = await LocalRepository.CreateAsync();
        var options = repository.Rewrites();
        options.Isolation = ComputerIsolation.Bubblewrap;
        options.AllowNetwork = false;
        await using var backend = await FlapjackBackend.StartAsync(options);
        using var client = backend.CreateClient();
        var agentId = await client.CreateReadyAsync(new()
        {
            Name = "isolated",
            Template = ComputerTemplate.Blank,
            Repo = new() { Url = LocalRepository.Url, Branch = LocalRepository.Branch, InstallCmd = "cp version.txt installed.txt" },
            EnvVars = [new("TEXTS", string.Join('|', NastyTexts.All))],
        });

        var seen = await client.RunAsync(agentId, "pwd; cat installed.txt; ls /home; ls /root 2>/dev/null; true");
        var texts = await client.RunAsync(agentId, "printf %s \"$TEXTS\"; exit 5");
        var late = await client.RunComputerAsync(agentId, new() { Command = "trap '' TERM; setsid sleep 1000 & sleep 1000", Timeout = TimeSpan.FromSeconds(1) }, Limit.Token);
        var left = await client.RunAsync(agentId, "sleep 1000 & echo started");
        await client.DeleteAgentAsync(agentId, Limit.Token);

        seen.Stdout.Should().Be("/workspace/app\ntwo\nflapjack\n");
        texts.Should().BeEquivalentTo(new { ExitCode = 5, Stdout = string.Join('|', NastyTexts.All), Stderr = "" });
        late.ExitCode.Should().Be(124);
        left.Should().BeEquivalentTo(new { ExitCode = 0, Stdout = "started\n" });
    }
}
