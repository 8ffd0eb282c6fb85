using Flapjack.EndToEnd.Tests.Templates;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Bootstrap;

/// <summary>A computer whose bootstrap fails, by itself or before anybody waits for it.</summary>
public sealed class FailedBootstrapTests
{
    [Theory]
    [InlineData("rust-cargo", "cargo")]
    [InlineData("python-jupyter", "python3")]
    public async Task Whoever_waits_for_it_gets_the_reason_however_early_or_late(string template, string tool)
    {
        // Nothing that a template could need is there.
        using var none = await StubTools.CreateAsync("true");
        await using var backend = await FlapjackBackend.StartAsync(new() { ComputerPath = none.Folder });
        using var client = backend.CreateClient();

        for (var i = 0; i < 10; i++)
        {
            var agentId = (await client.CreateAgentFromTemplateAsync(new() { Name = "broken", Template = new(template) }, Limit.Token)).Agent.Id;
            var early = client.RunComputerAsync(agentId, new() { Command = "true", WaitForReady = true }, Limit.Token);
            var waited = client.WaitUntilComputerReadyAsync(agentId, Limit.Token);
            await Fails(early, tool);
            await Fails(waited, tool);

            await Fails(client.RunComputerAsync(agentId, new() { Command = "true", WaitForReady = true }, Limit.Token), tool);
            await Fails(client.ExecComputerAsync(agentId, new() { Command = "true", WaitForReady = true }, Limit.Token).ToListAsync().AsTask(), tool);
            await Fails(client.WaitUntilComputerReadyAsync(agentId, Limit.Token), tool);
        }
    }

    private static async Task Fails(Task wait, string tool) =>
        (await wait.Awaiting(task => task).Should().ThrowAsync<ComputerBootstrapFailedException>()).Which.StderrTail.Should().Contain(tool);
}
