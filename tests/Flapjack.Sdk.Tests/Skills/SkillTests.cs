using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Skills;

public sealed class SkillTests : WireTest
{
    private const string All = "/api/skills";
    private const string Ref = "acme/skills/git";

    private const string Json = $$"""
        {"id":"s1","org_id":"o1","name":"Git","description":"Uses git.","source":"skill_md","source_url":"https://github.com/acme/skills","source_ref":"{{Ref}}",
         "status":"active","created_at":"2026-05-01T10:00:00Z","updated_at":"2026-05-02T11:00:00Z","sync_error":null}
        """;

    [Fact]
    public async Task Skills_are_listed_with_all_of_their_fields()
    {
        Wire.Answers(All, $$"""[{{Json}},{"id":"s2","source":["x"],"status":"paused","created_at":7},{}]""");

        var skills = await Client.ListSkillsAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Query).Should().Be(("GET", All, ""));
        var skill = skills[0];
        (skill.Id, skill.OrgId, skill.Name, skill.Description).Should().Be(("s1", "o1", "Git", "Uses git."));
        (skill.Source, skill.SourceUrl, skill.SourceRef, skill.Status).Should().Be((SkillSource.SkillMd, "https://github.com/acme/skills", Ref, SkillStatus.Active));
        skill.CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        skill.UpdatedAt.Should().Be(new DateTimeOffset(2026, 5, 2, 11, 0, 0, TimeSpan.Zero));
        skill.AdditionalProperties!.Keys.Should().Equal("sync_error");
        (skills[1].Source, skills[1].Status, skills[1].CreatedAt).Should().Be((null, new SkillStatus("paused"), null));
        (skills[2].Id, skills[2].Name, skills[2].Status).Should().Be(("", null, null));
    }

    [Fact]
    public async Task Only_the_skills_of_one_source_are_listed()
    {
        Wire.Answers(All, "[]");

        var skills = await Client.ListSkillsAsync(SkillSource.McpRegistry).Soon();

        skills.Should().BeEmpty();
        Wire.Request.Query.Should().Be("source=mcp_registry");
    }

    [Fact]
    public async Task A_skill_is_installed()
    {
        Wire.Answers(All, new Answer(201, Json));

        var skill = await Client.InstallSkillAsync(new() { Source = SkillSource.SkillMd, SourceUrl = "https://github.com/acme/skills", SourceRef = Ref }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(
            ("POST", All, $$"""{"source":"skill_md","sourceUrl":"https://github.com/acme/skills","sourceRef":"{{Ref}}"}"""));
        skill.Id.Should().Be("s1");
    }

    [Theory]
    [InlineData(Json, "s1")]
    [InlineData("""{"ok":true}""", "")]
    public async Task A_skill_is_synchronized(string answer, string id)
    {
        Wire.Answers("/api/skills/s1/sync", answer);

        var skill = await Client.SyncSkillAsync("s1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", "/api/skills/s1/sync", ""));
        skill.Id.Should().Be(id);
    }

    [Fact]
    public async Task A_skill_that_is_not_there_is_not_found()
    {
        Wire.Answers("/api/skills/s1/sync", new Answer(404, """{"error":"NOT_FOUND","detail":"Skill not found"}"""));

        var sync = () => Client.SyncSkillAsync("s1").Soon();

        (await sync.Should().ThrowAsync<FlapjackNotFoundException>()).Which.Detail.Should().Be("Skill not found");
    }

    [Fact]
    public void Arguments_are_checked_at_the_call()
    {
        Action id = () => Client.SyncSkillAsync(" ");
        Action request = () => Client.InstallSkillAsync(null!);
        Action source = () => Client.ListSkillsAsync(new SkillSource("\uD83E"));

        id.Should().Throw<ArgumentException>().WithParameterName("skillId");
        request.Should().Throw<ArgumentNullException>().WithParameterName("request");
        source.Should().Throw<ArgumentException>().WithParameterName("source");
        Wire.Requests.Should().BeEmpty();
    }
}
