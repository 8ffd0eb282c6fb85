using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Http;

public sealed class EmptyAnswerTests : WireTest
{
    private const string Web = "/api/agents/a1/web";
    private const string Memory = "/api/agents/a1/memory";

    private static readonly JsonElement Config = JsonElement.Parse("{}");

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    public async Task A_change_whose_answer_is_not_documented_may_be_answered_without_a_body(int status)
    {
        Wire.Answers(Web, new Answer(status, ""));

        (await Client.UpdateWebConfigAsync("a1", Config).Soon()).ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task What_is_read_is_never_nothing()
    {
        Wire.Answers(Web, new Answer(200, ""));

        await Client.Invoking(client => client.GetWebConfigAsync("a1").Soon()).Should().ThrowAsync<FlapjackProtocolException>();
    }

    [Fact]
    public async Task An_answer_whose_fields_are_documented_is_never_nothing()
    {
        Wire.Answers(Memory, new Answer(200, ""));

        await Client.Invoking(client => client.UpdateMemoryConfigAsync("a1", new()).Soon()).Should().ThrowAsync<FlapjackProtocolException>();
    }
}
