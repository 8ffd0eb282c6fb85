using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Suggestions;

public sealed class SuggestionsTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    [Fact]
    public async Task A_suggestion_is_made_listed_and_dismissed()
    {
        var client = computer.Client;

        var made = await client.CreateSuggestionAsync(computer.AgentId, JsonElement.Parse("""{"content":"Be brief."}"""), Limit.Token);
        var dismissal = JsonSerializer.SerializeToElement(new { suggestionId = made.Id, dismissed = true });
        var dismissed = await client.UpdateSuggestionAsync(computer.AgentId, dismissal, Limit.Token);
        var listed = await client.ListSuggestionsAsync(computer.AgentId, Limit.Token);

        made.Id.Should().NotBeEmpty();
        made.CreatedAt.Should().NotBeNull();
        made.AdditionalProperties!["content"].GetString().Should().Be("Be brief.");
        dismissed.AdditionalProperties!["dismissed"].GetBoolean().Should().BeTrue();
        listed.Should().ContainSingle().Which.Id.Should().Be(made.Id);
    }

    [Fact]
    public async Task A_suggestion_needs_a_text()
    {
        var create = () => computer.Client.CreateSuggestionAsync(computer.AgentId, JsonElement.Parse("{}"), Limit.Token);

        (await create.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_CONTENT");
    }
}
