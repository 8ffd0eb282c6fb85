using System.Text.Json;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.EndToEnd.Tests;

/// <summary>An agent's whole life, as an app that uses it sees it.</summary>
public sealed class WholeWalkTests
{
    [Fact]
    public async Task An_agent_is_created_bootstrapped_used_and_deleted()
    {
        using var repository = await LocalRepository.CreateAsync();
        await using var inbox = await WebhookInbox.StartAsync();
        var options = repository.Rewrites();
        options.AllowLoopbackWebhooks = true;
        // It stands still: no webhook comes twice because its receiver was slow to answer.
        options.TimeProvider = new FakeTimeProvider();
        await using var backend = await FlapjackBackend.StartAsync(options);
        using var client = backend.CreateClient();

        var created = await CreateAsync(client, backend, inbox);
        var agentId = created.Agent.Id;
        await ExpectBootstrapAsync(client, agentId);
        await ExpectSuccessWebhookAsync(inbox, backend.WebhookSecret);
        await ExpectReadyAsync(client, agentId, created.BootstrapRunId);
        await ExpectCommandsAsync(client, agentId);
        await client.DeleteAgentAsync(agentId, Limit.Token);
        await ExpectDeletionWebhookAsync(inbox, backend.WebhookSecret, agentId);
        await ExpectNoAgentAsync(client, agentId);
    }

    [Fact]
    public async Task A_deleted_agents_app_gets_a_new_agent()
    {
        await using var backend = await FlapjackBackend.StartAsync();
        using var client = backend.CreateClient();
        var request = new CreateAgentFromTemplateRequest { Name = "again", Template = ComputerTemplate.Blank, ExternalAppId = "app_1" };
        var first = await client.CreateReadyAsync(request);
        await client.RunAsync(first, "touch old");

        await client.DeleteAgentAsync(first);
        var second = await client.CreateAgentFromTemplateAsync(request);
        await client.WaitUntilComputerReadyAsync(second.Agent.Id, Limit.Token);

        second.Idempotent.Should().BeFalse();
        second.Agent.Id.Should().NotBe(first);
        (await client.RunAsync(second.Agent.Id, "ls")).Stdout.Should().BeEmpty();
    }

    private static async Task<CreateAgentFromTemplateResponse> CreateAsync(FlapjackClient client, FlapjackBackend backend, WebhookInbox inbox)
    {
        var created = await client.CreateAgentFromTemplateAsync(new()
        {
            Name = "Grocery Tracker",
            Template = ComputerTemplate.Blank,
            Repo = new() { Url = LocalRepository.Url, Branch = LocalRepository.Branch, InstallCmd = "echo installed > installed.txt; echo \"hello $WHO\"" },
            EnvVars = [new("WHO", "wörld")],
            SizeClass = ComputerSizeClass.Small,
            WebhookUrl = inbox.Url,
            ExternalAppId = "app_1",
        });

        created.Should().BeEquivalentTo(new
        {
            Agent = new { OrgId = backend.OrgId, Name = "Grocery Tracker" },
            Computer = new { AgentId = created.Agent.Id, Status = ComputerLifecycleStatus.Bootstrapping },
            Template = ComputerTemplate.Blank,
            Idempotent = false,
        });
        return created;
    }

    private static async Task ExpectBootstrapAsync(FlapjackClient client, string agentId)
    {
        var bootstrap = await client.StreamBootstrapAsync(agentId, Limit.Token).ToListAsync();

        bootstrap.OfType<BootstrapStatusEvent>().Select(e => e.Status).Should().Equal(ComputerLifecycleStatus.Bootstrapping, ComputerLifecycleStatus.Ready);
        string.Concat(bootstrap.OfType<BootstrapLogEvent>().Select(e => e.Chunk)).Should().ContainAll("git clone", LocalRepository.Url, "hello wörld\n");
        bootstrap[^1].Should().BeOfType<BootstrapDoneEvent>().Which.Should().BeEquivalentTo(
            new { Status = ComputerLifecycleStatus.Ready, ExitCode = 0, StderrTail = (string?)null });
    }

    private static async Task ExpectSuccessWebhookAsync(WebhookInbox inbox, string secret)
    {
        var succeeded = await inbox.NextAsync();

        succeeded.Event.Should().Be("bootstrap.succeeded");
        WebhookSignature.Verify(succeeded.Body, succeeded.Signature, secret).Should().BeTrue();
        WebhookSignature.Verify([.. succeeded.Body, (byte)' '], succeeded.Signature, secret).Should().BeFalse();
        WebhookSignature.Verify(succeeded.Body, succeeded.Signature, secret + "x").Should().BeFalse();
    }

    private static async Task ExpectReadyAsync(FlapjackClient client, string agentId, string? bootstrapRunId)
    {
        var ready = await client.WaitUntilComputerReadyAsync(agentId, Limit.Token);

        ready.Computer!.BootstrapRunId.Should().Be(bootstrapRunId);
        ready.Signals.Disk!.Total.Should().Be(5L << 30);
        ready.Signals.Disk.Used.Should().BePositive();
        (await client.GetComputerStatusAsync(agentId, Limit.Token)).Computer!.Should().BeEquivalentTo(
            new { ready.Computer.Id, Status = ComputerLifecycleStatus.Ready });
    }

    private static async Task ExpectCommandsAsync(FlapjackClient client, string agentId)
    {
        var computer = (await client.GetComputerStatusAsync(agentId, Limit.Token)).Computer!;

        var events = await client.ExecComputerAsync(agentId, new() { Command = "cat version.txt installed.txt; pwd" }, Limit.Token).ToListAsync();

        string.Concat(events.OfType<ExecStdoutEvent>().Select(e => e.Chunk)).Should().StartWith("two\ninstalled\n").And.EndWith("/workspace/app\n");
        events[0].Should().BeOfType<ExecStartedEvent>().Which.ComputerId.Should().Be(computer.Id);
        events[^1].Should().BeOfType<ExecExitEvent>().Which.Ok.Should().BeTrue();
        (await client.RunAsync(agentId, "git log --oneline | wc -l; echo \"$WHO\"")).EnsureSuccess().Stdout.Should().Be("2\nwörld\n");
    }

    private static async Task ExpectDeletionWebhookAsync(WebhookInbox inbox, string secret, string agentId)
    {
        var deleted = await inbox.NextAsync();

        WebhookSignature.Verify(deleted.Body, deleted.Signature, secret).Should().BeTrue();
        JsonDocument.Parse(deleted.Body).RootElement.Should().Match<JsonElement>(json =>
            json.GetProperty("event").GetString() == "agent.deleted"
            && json.GetProperty("agentId").GetString() == agentId
            && json.GetProperty("externalAppId").GetString() == "app_1");
    }

    private static async Task ExpectNoAgentAsync(FlapjackClient client, string agentId)
    {
        var calls = new Func<Task>[]
        {
            () => client.GetComputerStatusAsync(agentId, Limit.Token),
            () => client.RunAsync(agentId, "true"),
            () => client.StreamBootstrapAsync(agentId, Limit.Token).ToListAsync().AsTask(),
            () => client.WaitUntilComputerReadyAsync(agentId, Limit.Token),
            () => client.DeleteAgentAsync(agentId, Limit.Token),
        };
        foreach (var call in calls)
        {
            (await call.Should().ThrowAsync<FlapjackNotFoundException>()).Which.ErrorCode.Should().Be("NOT_FOUND");
        }
    }
}
