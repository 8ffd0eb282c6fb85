using System.Text;

namespace Flapjack.Sdk.Tests.Webhooks;

public class ComputerWebhookPayloadTests
{
    [Fact]
    public void A_bootstrap_that_succeeded_is_read_from_the_contracts_json()
    {
        var webhook = Parse("""{"event":"bootstrap.succeeded","agentId":"11111111-1111-4111-8111-111111111111","orgId":"22222222-2222-4222-8222-222222222222","externalAppId":"app_abc123","sandboxId":"heyo-abc","bootstrapRunId":"33333333-3333-4333-8333-333333333333","exitCode":0,"occurredAt":"2026-04-13T18:54:12.345Z"}""");

        var succeeded = webhook.Should().BeOfType<BootstrapSucceeded>().Subject;
        succeeded.Event.Should().Be(ComputerWebhookEvent.BootstrapSucceeded);
        succeeded.AgentId.Should().Be("11111111-1111-4111-8111-111111111111");
        succeeded.OrgId.Should().Be("22222222-2222-4222-8222-222222222222");
        succeeded.ExternalAppId.Should().Be("app_abc123");
        succeeded.ComputerId.Should().Be("heyo-abc");
        succeeded.BootstrapRunId.Should().Be("33333333-3333-4333-8333-333333333333");
        succeeded.ExitCode.Should().Be(0);
        succeeded.OccurredAt.Should().Be(new DateTimeOffset(2026, 4, 13, 18, 54, 12, 345, TimeSpan.Zero));
        succeeded.AdditionalProperties.Should().BeNullOrEmpty();
    }

    [Fact]
    public void A_bootstrap_that_failed_without_a_machine_has_no_computer_and_no_exit_code()
    {
        var webhook = Parse("""{"event":"bootstrap.failed","agentId":"…","orgId":"…","externalAppId":"app_abc123","sandboxId":null,"bootstrapRunId":"…","exitCode":null,"occurredAt":"2026-04-13T18:55:03.456Z"}""");

        var failed = webhook.Should().BeOfType<BootstrapFailed>().Subject;
        failed.Event.Should().Be(ComputerWebhookEvent.BootstrapFailed);
        failed.AgentId.Should().Be("…");
        failed.ComputerId.Should().BeNull();
        failed.ExitCode.Should().BeNull();
        failed.ExternalAppId.Should().Be("app_abc123");
    }

    [Fact]
    public void A_bootstrap_that_failed_on_its_machine_has_both()
    {
        var webhook = Parse("""{"event":"bootstrap.failed","agentId":"a1","computerId":"c1","exitCode":127}""");

        webhook.Should().BeOfType<BootstrapFailed>().Which.Should().BeEquivalentTo(new { ComputerId = "c1", ExitCode = 127 });
    }

    [Theory]
    [InlineData("computer.idled")]
    [InlineData("sandbox.idled")]
    public void A_computer_that_went_idle_is_told_by_either_name(string name)
    {
        var webhook = Parse($$"""{"event":"{{name}}","agentId":"a1","orgId":"o1","externalAppId":null,"computerId":"c1","occurredAt":"2026-04-13T20:54:12.345Z"}""");

        var idled = webhook.Should().BeOfType<ComputerIdled>().Subject;
        idled.Event.Should().Be(ComputerWebhookEvent.ComputerIdled);
        idled.Event.ToString().Should().Be("computer.idled");
        idled.AgentId.Should().Be("a1");
        idled.ComputerId.Should().Be("c1");
        idled.ExternalAppId.Should().BeNull();
        idled.BootstrapRunId.Should().BeNull();
        idled.ExitCode.Should().BeNull();
    }

    [Theory]
    [InlineData("computer.destroyed")]
    [InlineData("sandbox.destroyed")]
    public void A_computer_that_was_destroyed_is_told_by_either_name(string name)
    {
        var webhook = Parse($$"""{"event":"{{name}}","agentId":"a1","sandboxId":"c1"}""");

        var destroyed = webhook.Should().BeOfType<ComputerDestroyed>().Subject;
        destroyed.Event.Should().Be(ComputerWebhookEvent.ComputerDestroyed);
        destroyed.ComputerId.Should().Be("c1");
    }

    [Fact]
    public void A_deleted_agent_is_read()
    {
        var webhook = Parse("""{"event":"agent.deleted","agentId":"a1","orgId":"o1","externalAppId":"app_abc123","computerId":"c1","bootstrapRunId":null,"exitCode":null,"occurredAt":"2026-04-13T18:54:12.345Z"}""");

        var deleted = webhook.Should().BeOfType<AgentDeleted>().Subject;
        deleted.Event.Should().Be(ComputerWebhookEvent.AgentDeleted);
        deleted.AgentId.Should().Be("a1");
        deleted.ExternalAppId.Should().Be("app_abc123");
    }

    [Theory]
    [InlineData("""{"event":"computer.idled","computerId":"new","sandboxId":"old"}""", "new")]
    [InlineData("""{"event":"computer.idled","sandboxId":"old","computerId":"new"}""", "new")]
    [InlineData("""{"event":"computer.idled","computerId":null,"sandboxId":"old"}""", "old")]
    [InlineData("""{"event":"computer.idled","sandboxId":"old","computerId":null}""", "old")]
    [InlineData("""{"event":"computer.idled","computerId":"new","sandboxId":null}""", "new")]
    [InlineData("""{"event":"computer.idled","sandboxId":null,"computerId":null}""", null)]
    [InlineData("""{"event":"computer.idled"}""", null)]
    public void Of_a_computers_two_names_the_newer_one_counts(string json, string? id)
    {
        var webhook = Parse(json);

        webhook.ComputerId.Should().Be(id);
        webhook.AdditionalProperties.Should().BeNullOrEmpty("neither name is an unknown field");
    }

    [Fact]
    public void An_event_of_an_unknown_name_is_kept_with_all_its_fields()
    {
        var webhook = Parse("""{"event":"computer.snapshotted","agentId":"a1","orgId":"o1","externalAppId":"app_1","sandboxId":"c1","bootstrapRunId":"b1","exitCode":3,"occurredAt":"2026-04-13T18:54:12.345Z","snapshot":{"id":"s1","bytes":[1,2]}}""");

        var unknown = webhook.Should().BeOfType<UnknownWebhook>().Subject;
        unknown.Event.Value.Should().Be("computer.snapshotted");
        unknown.AgentId.Should().Be("a1");
        unknown.OrgId.Should().Be("o1");
        unknown.ExternalAppId.Should().Be("app_1");
        unknown.ComputerId.Should().Be("c1");
        unknown.BootstrapRunId.Should().Be("b1");
        unknown.ExitCode.Should().Be(3);
        unknown.OccurredAt.Should().Be(new DateTimeOffset(2026, 4, 13, 18, 54, 12, 345, TimeSpan.Zero));
        unknown.AdditionalProperties!["snapshot"].GetRawText().Should().Be("""{"id":"s1","bytes":[1,2]}""");
    }

    [Theory]
    [InlineData("Bootstrap.Succeeded")]
    [InlineData("bootstrap.succeeded ")]
    [InlineData("bootstrap")]
    [InlineData("sandbox.created")]
    public void A_name_that_is_only_like_a_known_one_is_unknown(string name)
    {
        Parse($$"""{"event":"{{name}}"}""").Should().BeOfType<UnknownWebhook>().Which.Event.Value.Should().Be(name);
    }

    [Fact]
    public void An_event_of_an_unknown_name_that_gives_old_fields_new_types_is_kept_as_it_came()
    {
        var webhook = Parse("""{"event":"computer.moved","agentId":["a1","a2"],"exitCode":{"of":"both"},"exitCode":"none"}""");

        var unknown = webhook.Should().BeOfType<UnknownWebhook>().Subject;
        unknown.Event.Value.Should().Be("computer.moved");
        unknown.AgentId.Should().BeEmpty();
        unknown.ExitCode.Should().BeNull();
        unknown.AdditionalProperties.Should().HaveCount(2);
        unknown.AdditionalProperties!["agentId"].GetRawText().Should().Be("""["a1","a2"]""");
        unknown.AdditionalProperties!["exitCode"].GetRawText().Should().Be("\"none\"");
    }

    [Theory]
    [InlineData("""{"event":"\ud800"}""")]
    [InlineData("""{"event":"agent.\udc00deleted","agentId":"a1"}""")]
    public void A_name_that_holds_half_a_character_is_no_name(string body)
    {
        FluentActions.Invoking(() => Parse(body)).Should().Throw<FlapjackProtocolException>();
    }

    [Fact]
    public void Unknown_fields_of_a_known_event_are_kept()
    {
        var webhook = Parse("""{"deliveryAttempt":2,"event":"agent.deleted","agentId":"a1","by":{"user":"u1"}}""");

        webhook.AdditionalProperties!.Keys.Should().BeEquivalentTo("deliveryAttempt", "by");
        webhook.AdditionalProperties["deliveryAttempt"].GetInt32().Should().Be(2);
        webhook.AdditionalProperties["by"].GetProperty("user").GetString().Should().Be("u1");
    }

    [Fact]
    public void The_event_may_stand_behind_all_other_fields()
    {
        Parse("""{"agentId":"a1","exitCode":0,"event":"bootstrap.succeeded"}""").Should().BeOfType<BootstrapSucceeded>();
    }

    [Fact]
    public void An_agents_id_that_is_missing_is_empty_and_not_null()
    {
        Parse("""{"event":"agent.deleted"}""").AgentId.Should().BeEmpty();
        Parse("""{"event":"agent.deleted","agentId":null}""").AgentId.Should().BeEmpty();
    }

    [Fact]
    public void A_huge_webhook_is_read()
    {
        var text = new string('x', 8 * 1024 * 1024);

        var webhook = Parse($$"""{"event":"agent.deleted","agentId":"a1","note":"{{text}}"}""");

        webhook.Should().BeOfType<AgentDeleted>().Which.AdditionalProperties!["note"].GetString().Should().Be(text);
    }

    private static ComputerWebhookPayload Parse(string json) => ComputerWebhookPayload.Parse(Encoding.UTF8.GetBytes(json));
}
