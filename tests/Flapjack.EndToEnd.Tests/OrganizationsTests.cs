using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests;

public sealed class OrganizationsTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    private static readonly CreateAgentFromTemplateRequest Blank = new() { Name = "blank", Template = ComputerTemplate.Blank, ExternalAppId = "app_shared" };

    [Fact]
    public async Task Another_organizations_agent_is_out_of_reach()
    {
        using var stranger = ClientOf(computer.Backend.CreateApiKey(Guid.NewGuid().ToString(), FlapjackScopes.SandboxAdmin));

        await AllAreRefusedAsync<FlapjackPermissionException>(stranger, "FORBIDDEN");

        (await computer.RunAsync("echo untouched")).Stdout.Should().Be("untouched\n");
    }

    [Fact]
    public async Task The_same_app_id_means_another_agent_in_another_organization()
    {
        var orgs = new[] { Guid.NewGuid().ToString(), Guid.NewGuid().ToString() };
        using var first = ClientOf(computer.Backend.CreateApiKey(orgs[0], FlapjackScopes.SandboxAdmin));
        using var second = ClientOf(computer.Backend.CreateApiKey(orgs[1], FlapjackScopes.SandboxAdmin));

        var created = new[] { await first.CreateAgentFromTemplateAsync(Blank), await second.CreateAgentFromTemplateAsync(Blank) };

        created.Should().OnlyContain(response => !response.Idempotent);
        created.Select(response => response.Agent.OrgId).Should().Equal(orgs);
        created[0].Agent.Id.Should().NotBe(created[1].Agent.Id);
    }

    [Fact]
    public async Task Two_keys_of_an_organization_reach_the_same_agents()
    {
        using var colleague = ClientOf(computer.Backend.CreateApiKey(computer.Backend.OrgId, FlapjackScopes.SandboxAdmin));

        var result = await colleague.RunAsync(computer.AgentId, "echo shared");

        result.Stdout.Should().Be("shared\n");
    }

    [Fact]
    public async Task A_key_without_the_scope_may_do_nothing()
    {
        using var powerless = ClientOf(computer.Backend.CreateApiKey(computer.Backend.OrgId));

        await AllAreRefusedAsync<FlapjackPermissionException>(powerless, "FORBIDDEN");
        var create = () => powerless.CreateAgentFromTemplateAsync(Blank);

        (await create.Should().ThrowAsync<FlapjackPermissionException>()).Which.Message.Should().Contain("sandbox:admin");
    }

    [Fact]
    public async Task An_unknown_key_is_nobody()
    {
        const string Key = "fj_live_0123456789abcdef0123456789abcdef";
        using var nobody = ClientOf(Key);

        await AllAreRefusedAsync<FlapjackAuthenticationException>(nobody, "UNAUTHORIZED");
        var create = () => nobody.CreateAgentFromTemplateAsync(Blank);

        (await create.Should().ThrowAsync<FlapjackAuthenticationException>()).Which.ToString().Should().NotContain(Key);
    }

    [Fact]
    public async Task A_webhook_is_signed_with_the_secret_of_its_own_organization()
    {
        await using var inbox = await WebhookInbox.StartAsync();
        await using var own = await ReadyComputer.StartAsync(new() { AllowLoopbackWebhooks = true });
        var org = Guid.NewGuid().ToString();
        using var client = new FlapjackClient(new FlapjackClientOptions
        {
            ApiKey = own.Backend.CreateApiKey(org, FlapjackScopes.SandboxAdmin),
            BaseAddress = own.Backend.BaseAddress,
        });

        await client.CreateReadyAsync(Blank with { WebhookUrl = inbox.Url });
        var webhook = await inbox.NextAsync();

        WebhookSignature.Verify(webhook.Body, webhook.Signature, own.Backend.WebhookSecretOf(org)).Should().BeTrue();
        WebhookSignature.Verify(webhook.Body, webhook.Signature, own.Backend.WebhookSecret).Should().BeFalse();
    }

    private FlapjackClient ClientOf(string key) => computer.Backend.CreateClient(options => options.ApiKey = key);

    private async Task AllAreRefusedAsync<TException>(FlapjackClient client, string code)
        where TException : FlapjackApiException
    {
        var calls = new Func<Task>[]
        {
            () => client.GetComputerStatusAsync(computer.AgentId, Limit.Token),
            () => client.StreamBootstrapAsync(computer.AgentId, Limit.Token).ToListAsync().AsTask(),
            () => client.WaitUntilComputerReadyAsync(computer.AgentId, Limit.Token),
            () => client.RunAsync(computer.AgentId, "echo $$ > ~/was-here"),
            () => client.DeleteAgentAsync(computer.AgentId, Limit.Token),
        };
        foreach (var call in calls)
        {
            (await call.Should().ThrowAsync<TException>()).Which.ErrorCode.Should().Be(code);
        }
    }
}
