using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Skills;

public sealed class SkillCatalogueTests : WireTest
{
    private const string Browse = "/api/skills/browse";

    private const string Json = """
        {"key":"skill_md:acme/skills/git","name":"Git","description":"Uses git.","source":"skill_md","sourceUrl":"https://github.com/acme/skills",
         "sourceRef":"acme/skills/git","iconUrl":"https://acme.dev/git.png","author":"acme","version":"1.2","category":"code","tags":["git","vcs"],
         "authType":"none","installedId":"s1","stars":7}
        """;

    [Fact]
    public async Task A_page_is_read_with_all_of_its_fields()
    {
        Wire.Answers(Browse, $$"""{"skills":[{{Json}}],"nextCursor":"c2","total":1}""");

        var page = await Client.GetSkillPageAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Query).Should().Be(("GET", Browse, ""));
        page.NextCursor.Should().Be("c2");
        page.AdditionalProperties!.Keys.Should().Equal("total");
        var listing = page.Skills.Should().ContainSingle().Which;
        (listing.Key, listing.Name, listing.Description, listing.Source).Should().Be(("skill_md:acme/skills/git", "Git", "Uses git.", SkillSource.SkillMd));
        (listing.SourceUrl, listing.SourceRef, listing.IconUrl).Should().Be(("https://github.com/acme/skills", "acme/skills/git", "https://acme.dev/git.png"));
        (listing.Author, listing.Version, listing.Category, listing.AuthType, listing.InstalledId).Should().Be(("acme", "1.2", "code", "none", "s1"));
        listing.Tags.Should().Equal("git", "vcs");
        listing.AdditionalProperties!.Keys.Should().Equal("stars");
    }

    [Fact]
    public async Task A_page_is_asked_for_with_what_restricts_it_and_its_cursor()
    {
        Wire.Answers(Browse, "{}");

        var page = await Client.GetSkillPageAsync(new() { Query = "a&b", Source = SkillSource.OpenApiAction, Limit = 5 }, "c/2").Soon();

        Wire.Request.Query.Should().Be("q=a%26b&source=openapi_action&limit=5&cursor=c%2F2");
        (page.Skills.Count, page.NextCursor).Should().Be((0, null));
    }

    [Fact]
    public async Task An_odd_field_costs_that_field_and_not_the_page()
    {
        Wire.Answers(Browse, """{"skills":[{"key":"a","tags":"git","version":2},7,{}],"nextCursor":null}""");

        var page = await Client.GetSkillPageAsync().Soon();

        page.Skills.Select(listing => (listing.Key, listing.Tags.Count, listing.Version, listing.InstalledId)).Should().Equal(("a", 0, null, null), ("", 0, null, null));
        page.Skills[0].AdditionalProperties!.Keys.Should().BeEquivalentTo("tags", "version");
    }

    [Fact]
    public async Task Browsing_fetches_a_page_when_its_first_entry_is_asked_for()
    {
        Wire.Answers(Browse, Answer.Json("""{"skills":[{"key":"a"},{"key":"b"}],"nextCursor":"c2"}"""), Answer.Json("""{"skills":[{"key":"c"}],"nextCursor":null}"""));
        var keys = new List<string>();

        await using var entries = Client.BrowseSkillsAsync(new() { Query = "x", Limit = 2 }).GetAsyncEnumerator();
        Wire.Requests.Should().BeEmpty();
        while (await entries.MoveNextAsync().AsTask().Soon())
        {
            keys.Add(entries.Current.Key);
            Wire.Requests.Should().HaveCount(keys.Count <= 2 ? 1 : 2);
        }

        keys.Should().Equal("a", "b", "c");
        Wire.Requests.Select(request => request.Query).Should().Equal("q=x&limit=2", "q=x&limit=2&cursor=c2");
    }

    [Fact]
    public async Task A_refused_page_ends_the_browsing()
    {
        Wire.Answers(Browse, Answer.Json("""{"skills":[{"key":"a"}],"nextCursor":"c2"}"""), new Answer(400, """{"error":"INVALID_CURSOR"}"""));
        await using var entries = Client.BrowseSkillsAsync().GetAsyncEnumerator();

        (await entries.MoveNextAsync().AsTask().Soon()).Should().BeTrue();
        var next = () => entries.MoveNextAsync().AsTask().Soon();

        (await next.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_CURSOR");
    }

    [Fact]
    public void What_restricts_the_catalogue_is_checked_at_the_call()
    {
        Action[] requests = [() => Client.BrowseSkillsAsync(new() { Query = "\uD83E" }), () => Client.GetSkillPageAsync(new() { Source = new("\uD83E") })];
        Action cursor = () => Client.GetSkillPageAsync(cursor: "\uD83E");

        requests.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("request"));
        cursor.Should().Throw<ArgumentException>().WithParameterName("cursor");
        Wire.Requests.Should().BeEmpty();
    }
}
