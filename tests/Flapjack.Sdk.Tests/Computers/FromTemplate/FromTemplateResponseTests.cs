using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.FromTemplate;

public sealed class FromTemplateResponseTests : WireTest
{
    [Fact]
    public async Task A_new_agent_is_read_as_the_contract_prints_it()
    {
        var created = await Create(new Answer(201, """
            {
              "agent":   { "id": "11111111-1111-4111-8111-111111111111", "org_id": "22222222-2222-4222-8222-222222222222", "name": "Grocery Tracker v2" },
              "sandbox": { "agent_id": "11111111-1111-4111-8111-111111111111", "status": "bootstrapping" },
              "bootstrapRunId": "33333333-3333-4333-8333-333333333333",
              "template": "nextjs-fullstack"
            }
            """));

        created.Agent.Id.Should().Be("11111111-1111-4111-8111-111111111111");
        created.Agent.OrgId.Should().Be("22222222-2222-4222-8222-222222222222");
        created.Agent.Name.Should().Be("Grocery Tracker v2");
        created.Computer.AgentId.Should().Be("11111111-1111-4111-8111-111111111111");
        created.Computer.Status.Should().Be(ComputerLifecycleStatus.Bootstrapping);
        created.BootstrapRunId.Should().Be("33333333-3333-4333-8333-333333333333");
        created.Template.Should().Be(ComputerTemplate.NextjsFullstack);
        created.Idempotent.Should().BeFalse();
        created.AdditionalProperties.Should().BeNull();
    }

    [Theory]
    [InlineData("ready")]
    [InlineData("error")]
    [InlineData("bootstrapping")]
    public async Task An_agent_that_was_there_already_says_so(string status)
    {
        var created = await Create(new Answer(200, $$"""{"agent":{"id":"a1"},"sandbox":{"agent_id":"a1","status":"{{status}}"},"idempotent":true}"""));

        created.Idempotent.Should().BeTrue();
        created.Computer.Status.Should().Be(new ComputerLifecycleStatus(status));
        created.BootstrapRunId.Should().BeNull();
        created.Template.Value.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"sandbox":{"status":"ready"}}""")]
    [InlineData("""{"computer":{"status":"ready"}}""")]
    [InlineData("""{"computer":{"status":"ready"},"sandbox":{"status":"old"}}""")]
    [InlineData("""{"sandbox":{"status":"old"},"computer":{"status":"ready"}}""")]
    [InlineData("""{"sandbox":{"status":"ready"},"computer":null}""")]
    [InlineData("""{"computer":null,"sandbox":{"status":"ready"}}""")]
    public async Task The_computer_is_read_whichever_name_the_service_gives_it(string json)
    {
        var created = await Create(Answer.Json(json));

        created.Computer.Status.Should().Be(ComputerLifecycleStatus.Ready);
        created.AdditionalProperties.Should().BeNull();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"agent":null,"sandbox":null,"computer":null,"bootstrapRunId":null,"template":null,"idempotent":null}""")]
    [InlineData("""{"agent":{"id":null,"org_id":null,"name":null},"computer":{"agent_id":null,"status":null}}""")]
    public async Task What_is_missing_or_null_is_no_error(string json)
    {
        var created = await Create(Answer.Json(json));

        created.Agent.Id.Should().BeEmpty();
        created.Agent.Name.Should().BeNull();
        created.Computer.Status.ToString().Should().Be("unknown");
        created.Idempotent.Should().BeFalse();
    }

    [Fact]
    public async Task Unknown_fields_are_kept_wherever_they_stand()
    {
        var created = await Create(Answer.Json(
            """{"agent":{"id":"a1","model":"m"},"computer":{"status":"ready","region":"eu"},"queue":{"position":3}}"""));

        created.AdditionalProperties!["queue"].GetProperty("position").GetInt32().Should().Be(3);
        created.Agent.AdditionalProperties!["model"].GetString().Should().Be("m");
        created.Computer.AdditionalProperties!["region"].GetString().Should().Be("eu");
    }

    private Task<CreateAgentFromTemplateResponse> Create(Answer answer)
    {
        Wire.Answers("/api/agents/from-template", answer);
        return Client.CreateAgentFromTemplateAsync(new() { Name = "n", Template = ComputerTemplate.Blank }).Soon();
    }
}
