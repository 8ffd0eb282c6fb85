using System.Threading.Channels;
using Flapjack.ReferenceBackend;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>The reference backend sends to the endpoint, as the service would.</summary>
public class BackendWebhookTests
{
    [Fact]
    public async Task The_life_of_an_agent_is_told_by_the_backend_and_handled_by_the_app()
    {
        await using var backend = await FlapjackBackend.StartAsync(new() { AllowLoopbackWebhooks = true });
        var received = Channel.CreateUnbounded<ComputerWebhookPayload>();
        await using var app = await WebhookApp.StartAsync(
            new FlapjackWebhookHandlers().On<ComputerWebhookPayload>(async (webhook, _) => await received.Writer.WriteAsync(webhook)),
            // The backend signs by the system's clock.
            builder => builder.Services.AddSingleton(TimeProvider.System).AddFlapjackWebhooks(options => options.Secrets.Add(backend.WebhookSecret)));
        using var client = backend.CreateClient();

        var created = await client.CreateAgentFromTemplateAsync(new()
        {
            Name = "told",
            Template = ComputerTemplate.Blank,
            WebhookUrl = new Uri(app.Address, WebhookApp.Route).AbsoluteUri,
            ExternalAppId = "app_abc123",
        }).Soon();
        var first = await received.Reader.ReadAsync().Soon();
        await client.DeleteAgentAsync(created.Agent.Id).Soon();
        var rest = new List<ComputerWebhookPayload>();
        do
        {
            rest.Add(await received.Reader.ReadAsync().Soon());
        }
        while (rest[^1] is not AgentDeleted);

        var succeeded = first.Should().BeOfType<BootstrapSucceeded>().Subject;
        succeeded.AgentId.Should().Be(created.Agent.Id);
        succeeded.OrgId.Should().Be(backend.OrgId);
        succeeded.ExternalAppId.Should().Be("app_abc123");
        succeeded.BootstrapRunId.Should().Be(created.BootstrapRunId);
        succeeded.ExitCode.Should().Be(0);
        succeeded.ComputerId.Should().NotBeNullOrEmpty();
        succeeded.OccurredAt.Should().NotBeNull();
        rest.Should().OnlyContain(webhook => webhook.AgentId == created.Agent.Id && webhook.ExternalAppId == "app_abc123");
        app.Log.Errors.Should().BeEmpty();
        app.Log.All.Should().NotContain(line => line.Contains("was refused"));
    }
}
