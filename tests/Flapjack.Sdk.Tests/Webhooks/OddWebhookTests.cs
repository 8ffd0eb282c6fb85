using System.Text;

namespace Flapjack.Sdk.Tests.Webhooks;

/// <summary>A genuine event of a known kind reaches its handler, whatever types its other fields have.</summary>
public sealed class OddWebhookTests
{
    [Theory]
    [InlineData("exitCode", "\"none\"")]
    [InlineData("exitCode", "4294967296")]
    [InlineData("exitCode", "1.5")]
    [InlineData("occurredAt", "\"yesterday\"")]
    [InlineData("occurredAt", "1776106320")]
    [InlineData("occurredAt", "{\"seconds\":1}")]
    [InlineData("orgId", "17")]
    [InlineData("sandboxId", "[\"heyo\"]")]
    [InlineData("computerId", "{\"id\":\"heyo\"}")]
    [InlineData("externalAppId", "true")]
    [InlineData("bootstrapRunId", "\"\\ud83d\"")]
    public void A_field_of_another_type_costs_that_field(string field, string json)
    {
        var webhook = Parse($$"""{"{{field}}":{{json}},"event":"bootstrap.failed","agentId":"a1"}""");

        webhook.Should().BeOfType<BootstrapFailed>().Which.AgentId.Should().Be("a1");
        (webhook.ExitCode, webhook.OccurredAt, webhook.OrgId, webhook.ComputerId, webhook.ExternalAppId, webhook.BootstrapRunId).Should().Be((null, null, null, null, null, null));
        webhook.AdditionalProperties.Should().ContainSingle().Which.Key.Should().Be(field);
        webhook.AdditionalProperties![field].GetRawText().Should().Be(json);
    }

    [Fact]
    public void Fields_as_a_database_writes_them_are_read()
    {
        var webhook = Parse("""{"event":"bootstrap.succeeded","agentId":"a1","exitCode":"0","occurredAt":"2026-04-13 18:54:12.345+00"}""");

        webhook.ExitCode.Should().Be(0);
        webhook.OccurredAt.Should().Be(new DateTimeOffset(2026, 4, 13, 18, 54, 12, 345, TimeSpan.Zero));
        webhook.AdditionalProperties.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"event":"agent.deleted","agentId":"a1","\ud800":{"x":[1]}}""")]
    [InlineData("""{"\ud800":1,"event":"agent.deleted","agentId":"a1"}""")]
    [InlineData("""{"event":"agent.deleted","agentId":7,"agentId":"a1"}""")]
    [InlineData("""{"event":"agent.deleted","agentId":"a1","note":"\ud83d"}""")]
    public void A_name_or_note_that_holds_half_a_character_costs_nothing_else(string body) =>
        Parse(body).Should().BeOfType<AgentDeleted>().Which.AgentId.Should().Be("a1");

    [Theory]
    [InlineData("""{"event":"agent.deleted","agentId":"a1","trace":DEEP}""")]
    [InlineData("""{"event":"agent.deleted","exitCode":DEEP,"agentId":"a1"}""")]
    [InlineData("""{"event":7,"event":"agent.deleted","agentId":"a1","occurredAt":DEEP}""")]
    public void A_field_that_is_nested_deep_costs_nothing_else(string body) =>
        Parse(body.Replace("DEEP", new string('[', 300) + new string(']', 300), StringComparison.Ordinal)).Should().BeOfType<AgentDeleted>().Which.AgentId.Should().Be("a1");

    [Fact]
    public void Bytes_that_are_no_utf8_cost_their_field()
    {
        var webhook = ComputerWebhookPayload.Parse([.. "{\"event\":\"agent.deleted\",\"agentId\":\"a1\",\"orgId\":\""u8, 0xff, .. "\"}"u8]);

        (webhook.AgentId, webhook.OrgId).Should().Be(("a1", null));
    }

    [Theory]
    [InlineData("""{"event":"agent.deleted","exitCode":NaN}""", "$.exitCode")]
    [InlineData("""{"event":"agent.deleted","agentId":a1}""", "$.agentId")]
    [InlineData("""{"event":"agent.deleted","x":{"y":[1,}}""", "$.x")]
    public void What_is_no_json_names_the_field_where_it_breaks(string body, string path)
    {
        var parse = () => Parse(body);

        parse.Should().Throw<FlapjackProtocolException>().WithMessage($"*Path: {path}*");
    }

    [Theory]
    [InlineData("""{"event":"agent.deleted","agentId":"\ud83d","x":!}""")]
    [InlineData("""{"event":"agent.deleted","exitCode":[],"x":!}""")]
    public void Behind_an_odd_field_what_is_no_json_is_told_as_well(string body)
    {
        var parse = () => Parse(body);

        parse.Should().Throw<FlapjackProtocolException>().WithMessage("*'!' is an invalid start*");
    }

    [Fact]
    public void A_byte_order_mark_before_the_body_is_skipped()
    {
        var webhook = ComputerWebhookPayload.Parse([0xEF, 0xBB, 0xBF, .. """{"event":"agent.deleted","agentId":"a1"}"""u8]);

        webhook.Should().BeOfType<AgentDeleted>().Which.AgentId.Should().Be("a1");
    }

    private static ComputerWebhookPayload Parse(string json) => ComputerWebhookPayload.Parse(Encoding.UTF8.GetBytes(json));
}
