using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Mcp;

public sealed class McpRegistryTests : WireTest
{
    private const string Search = "/api/mcp-registry/search";
    private const string Managed = "/api/mcp-registry/managed";

    [Theory]
    [InlineData(null, "")]
    [InlineData("git hub & co", "q=git%20hub%20%26%20co")]
    public async Task A_search_is_asked_and_answered_as_it_came(string? query, string sent)
    {
        Wire.Answers(Search, """{"servers":[{"name":"github"}]}""");

        var found = await Client.SearchMcpRegistryAsync(query).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Query).Should().Be(("GET", Search, sent));
        found.GetProperty("servers")[0].GetProperty("name").GetString().Should().Be("github");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"id":"github"}]""")]
    [InlineData("""[{"id":"github"},"slack"]""")]
    public async Task Managed_providers_are_answered_as_they_came(string json)
    {
        Wire.Answers(Managed, json);

        var providers = await Client.ListManagedMcpProvidersAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Query).Should().Be(("GET", Managed, ""));
        $"[{string.Join(',', providers.Select(provider => provider.GetRawText()))}]".Should().Be(json);
    }

    [Fact]
    public async Task A_refused_search_is_an_exception()
    {
        Wire.Answers(Search, new Answer(400, """{"error":"INVALID_QUERY"}"""));

        var search = () => Client.SearchMcpRegistryAsync("?").Soon();

        (await search.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_QUERY");
    }

    [Fact]
    public void A_query_is_checked_at_the_call()
    {
        Action search = () => Client.SearchMcpRegistryAsync("\uD83E");

        search.Should().ThrowExactly<ArgumentException>().WithParameterName("query");
        Wire.Requests.Should().BeEmpty();
    }
}
