using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Suggestions;

public sealed class SuggestionTests : WireTest
{
    private const string All = "/api/agents/a1/suggestions";
    private const string Json = """{"id":"s1","content":"Greet people.","dismissed":false,"created_at":"2026-05-01T10:00:00Z"}""";

    [Fact]
    public async Task Suggestions_are_listed_with_the_fields_that_no_document_names()
    {
        Wire.Answers(All, $$"""[{{Json}},{}]""");

        var suggestions = await Client.ListSuggestionsAsync("a1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", All));
        suggestions.Select(suggestion => suggestion.Id).Should().Equal("s1", "");
        suggestions[0].CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        suggestions[0].AdditionalProperties!["content"].GetString().Should().Be("Greet people.");
        suggestions[1].CreatedAt.Should().BeNull();
    }

    [Fact]
    public async Task An_odd_field_costs_that_field_and_not_the_list()
    {
        Wire.Answers(All, """[{"id":7,"created_at":"soon"},{"id":"s2"}]""");

        var suggestions = await Client.ListSuggestionsAsync("a1").Soon();

        suggestions.Select(suggestion => suggestion.Id).Should().Equal("", "s2");
        suggestions[0].AdditionalProperties!["id"].GetInt32().Should().Be(7);
    }

    [Fact]
    public async Task A_suggestion_is_made_from_the_JSON_of_the_caller()
    {
        Wire.Answers(All, new Answer(201, Json));

        var made = await Client.CreateSuggestionAsync("a1", JsonElement.Parse("""{"content":"Greet people."}""")).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All, """{"content":"Greet people."}"""));
        made.Id.Should().Be("s1");
    }

    [Fact]
    public async Task A_suggestion_is_dismissed()
    {
        Wire.Answers(All, Json);

        var changed = await Client.UpdateSuggestionAsync("a1", JsonElement.Parse("""{"suggestionId":"s1","dismissed":true}""")).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PUT", All, """{"suggestionId":"s1","dismissed":true}"""));
        changed.Id.Should().Be("s1");
    }

    [Fact]
    public async Task A_refusal_names_its_reason()
    {
        Wire.Answers(All, new Answer(400, """{"error":"INVALID_CONTENT","detail":"content is required."}"""));

        var create = () => Client.CreateSuggestionAsync("a1", JsonElement.Parse("{}")).Soon();

        (await create.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_CONTENT");
    }

    [Fact]
    public void Arguments_are_checked_at_the_call()
    {
        Action[] noAgent = [() => Client.ListSuggestionsAsync(""), () => Client.CreateSuggestionAsync(" ", JsonElement.Parse("{}")), () => Client.UpdateSuggestionAsync(null!, JsonElement.Parse("{}"))];
        Action[] noBody = [() => Client.CreateSuggestionAsync("a1", default), () => Client.UpdateSuggestionAsync("a1", default)];

        noAgent.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("agentId"));
        noBody.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("request"));
        Wire.Requests.Should().BeEmpty();
    }
}
