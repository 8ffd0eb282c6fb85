using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Flapjack.Sdk;

namespace Flapjack.AppHosts.Tests;

/// <summary>An app host that runs: its orchestrator starts the backend, asks it for its health, and gives its address and key to a client.</summary>
public sealed class RunTests
{
    private const string Key = "fj_live_0123456789abcdef";

    [Fact]
    public async Task The_backend_becomes_healthy_and_takes_the_key_that_an_app_is_given()
    {
        var builder = DistributedApplicationTestingBuilder.Create([], (options, _) => options.DisableDashboard = true);
        await using var disposal = builder;
        var key = builder.AddParameter("key", Key, secret: true);
        var backend = builder.AddFlapjackBackend("flapjack", key, command: ["dotnet", Metadata("Tool")]);
        await using var app = await builder.BuildAsync();
        await app.StartAsync().Soon();

        await app.ResourceNotifications.WaitForResourceHealthyAsync("flapjack").Soon();

        using var client = new FlapjackClient(new FlapjackClientOptions { ApiKey = Key, BaseAddress = new(await backend.Resource.Endpoint.GetValueAsync(default) ?? "") });
        var agent = (await client.CreateAgentFromTemplateAsync(new() { Name = "a", Template = ComputerTemplate.Blank })).Agent.Id;
        (await client.RunComputerAsync(agent, new() { Command = "echo $((6 * 7))", WaitForReady = true })).Stdout.Should().Be("42\n");
        using var stranger = new FlapjackClient(new FlapjackClientOptions { ApiKey = "fj_live_another_key", BaseAddress = app.GetEndpoint("flapjack") });
        await stranger.Awaiting(s => s.ListAgentsAsync()).Should().ThrowAsync<FlapjackAuthenticationException>();
    }

    private static string Metadata(string name) =>
        typeof(RunTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!;
}
