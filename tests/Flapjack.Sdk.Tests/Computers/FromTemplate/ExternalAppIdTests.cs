using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.FromTemplate;

/// <summary>The id always goes out in the body; the header repeats it only where a header carries it unchanged.</summary>
public sealed class ExternalAppIdTests : WireTest
{
    [Theory]
    [InlineData("app ü")]
    [InlineData("日本")]
    [InlineData("😀")]
    [InlineData("\u200b")]
    [InlineData("u\u0308")]
    [InlineData("a\nb")]
    [InlineData(" app")]
    [InlineData("app ")]
    [InlineData("app\t")]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("a\u007f")]
    [InlineData("a\u00a0b")]
    public async Task An_id_that_no_header_can_carry_goes_out_in_the_body_alone(string id)
    {
        await Create(id);

        SentId().Should().Be(id);
        Wire.Request.Headers.Should().NotContainKeys("Idempotency-Key", "X-Evil");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("app_abc123")]
    [InlineData("app 1, of two")]
    public async Task An_id_that_a_header_can_carry_goes_out_in_both(string id)
    {
        await Create(id);

        SentId().Should().Be(id);
        Wire.Request.Header("Idempotency-Key").Should().Be(id);
    }

    [Fact]
    public async Task A_long_id_is_sent()
    {
        await Create(new('a', 255));

        Wire.Request.Header("Idempotency-Key").Should().HaveLength(255);
    }

    [Theory]
    [InlineData("app ü")]
    [InlineData("app_1")]
    public async Task The_call_is_idempotent_with_or_without_the_header(string id)
    {
        Wire.Answers("/api/agents/from-template", new Answer(503), Answer.Json("{}"));

        await Client.CreateAgentFromTemplateAsync(new() { Name = "n", Template = ComputerTemplate.Blank, ExternalAppId = id });

        Wire.Requests.Should().HaveCount(2);
    }

    private async Task Create(string id)
    {
        Wire.Answers("/api/agents/from-template", "{}");
        await Client.CreateAgentFromTemplateAsync(new() { Name = "n", Template = ComputerTemplate.Blank, ExternalAppId = id });
    }

    private string? SentId()
    {
        using var body = JsonDocument.Parse(Wire.Request.Body);
        return body.RootElement.GetProperty("externalAppId").GetString();
    }
}
