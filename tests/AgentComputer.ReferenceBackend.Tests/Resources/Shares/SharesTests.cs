using System.Net;
using System.Text.Json.Nodes;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Shares;

public sealed class SharesTests : DoorRoom
{
    [Fact]
    public async Task A_link_is_shown_once_and_the_share_is_listed_without_it()
    {
        var computer = await ComputerAsync();

        var share = await ShareAsync(computer, new { });

        ((string?)share["share_url"]).Should().StartWith($"http://127.0.0.1:{Port}/v1/shares/share_");
        share["share_url"] = null;
        JsonNode.DeepEquals(share, JsonNode.Parse($$"""
            {
              "id": "{{share["id"]}}", "computer_id": "{{computer}}", "kind": "link", "allow_browser": true, "allow_vnc": false, "share_url": null,
              "created_at": "2027-01-02T03:04:05Z", "expires_at": null, "last_used_at": null, "revoked_at": null
            }
            """)).Should().BeTrue("{0}", share);
        var listed = (await CallAsync(HttpMethod.Get, $"/v1/computers/{computer}/shares", HttpStatusCode.OK))["shares"]!.AsArray();
        JsonNode.DeepEquals(listed.Should().ContainSingle().Subject, share).Should().BeTrue("{0}", listed);
    }

    [Fact]
    public async Task Whoever_has_the_link_sees_the_share_and_opens_the_computer()
    {
        var computer = await ComputerAsync();
        var link = (string)(await ShareAsync(computer, new { expires_at = "2027-01-02T03:14:05Z" }))["share_url"]!;
        using var anybody = Client();

        var seen = (await CallAsync(HttpMethod.Get, link, HttpStatusCode.OK, http: anybody))["share"]!;
        var session = (await CallAsync(HttpMethod.Post, $"{link}/access-sessions", HttpStatusCode.Created, http: anybody))["session"]!;

        ((string?)seen["computer_handle"]).Should().Be("box");
        ((string?)seen["share_url"]).Should().Be(link);
        ((string?)session["kind"]).Should().Be("browser");
        ((string?)session["expires_at"]).Should().Be("2027-01-02T03:14:05Z", "a session does not outlast its share");
        var shares = await CallAsync(HttpMethod.Get, $"/v1/computers/{computer}/shares", HttpStatusCode.OK);
        ((string?)shares["shares"]![0]!["last_used_at"]).Should().Be("2027-01-02T03:04:05Z");
    }

    [Fact]
    public async Task A_share_gives_no_more_than_it_allows()
    {
        var computer = await ComputerAsync();
        await PublishAsync(computer, 6080, "vnc");
        var (web, screen) = (await ShareAsync(computer, new { }), await ShareAsync(computer, new { allow_browser = false, allow_vnc = true }));
        using var anybody = Client();

        await CallAsync(HttpMethod.Post, $"{web["share_url"]}/access-sessions", HttpStatusCode.Forbidden, new { kind = "vnc" }, anybody);
        await CallAsync(HttpMethod.Post, $"{screen["share_url"]}/access-sessions", HttpStatusCode.Forbidden, null, anybody);
        await CallAsync(HttpMethod.Post, $"{screen["share_url"]}/access-sessions", HttpStatusCode.Created, new { kind = "vnc" }, anybody);
        await CallAsync(HttpMethod.Post, $"{web["share_url"]}/access-sessions", HttpStatusCode.BadRequest, new { kind = "exec" }, anybody);
    }

    [Fact]
    public async Task A_share_that_is_over_or_revoked_is_not_there()
    {
        var computer = await ComputerAsync();
        var over = await ShareAsync(computer, new { expires_at = "2027-01-02T03:05:05+00:00" });
        var revoked = await ShareAsync(computer, new { });

        await CallAsync(HttpMethod.Delete, $"/v1/computers/{computer}/shares/links/{revoked["id"]}", HttpStatusCode.NoContent);
        Clock.Advance(TimeSpan.FromMinutes(1));

        using var anybody = Client();
        foreach (var link in new[] { over["share_url"], revoked["share_url"] })
        {
            await CallAsync(HttpMethod.Get, $"{link}", HttpStatusCode.NotFound, http: anybody);
            await CallAsync(HttpMethod.Post, $"{link}/access-sessions", HttpStatusCode.NotFound, http: anybody);
        }

        (await CallAsync(HttpMethod.Get, $"/v1/computers/{computer}/shares", HttpStatusCode.OK))["shares"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task Revoking_a_share_revokes_the_sessions_that_were_made_from_it()
    {
        var computer = await ComputerAsync();
        var share = await ShareAsync(computer, new { });
        var session = (await CallAsync(HttpMethod.Post, $"{share["share_url"]}/access-sessions", HttpStatusCode.Created))["session"]!;

        await CallAsync(HttpMethod.Delete, $"/v1/computers/{computer}/shares/links/{share["id"]}", HttpStatusCode.NoContent);

        var shown = await CallAsync(HttpMethod.Get, $"/v1/computers/{computer}/access-sessions/{session["id"]}", HttpStatusCode.OK);
        ((string?)shown["session"]!["state"]).Should().Be("revoked");
    }

    [Theory]
    [InlineData("""{"expires_at":"2027-01-02T03:04:05Z"}""", "past")]
    [InlineData("""{"expires_at":"2027-01-03"}""", "expires_at")]
    [InlineData("""{"expires_at":"2027-01-03T00:00:00"}""", "expires_at")]
    [InlineData("""{"expires_at":"tomorrow"}""", "expires_at")]
    [InlineData("""{"allow_browser":"yes"}""", "allow_browser")]
    [InlineData("""{"allow_browser":false}""", "allow_vnc")]
    public async Task A_bad_body_is_refused_with_the_name_of_its_field(string body, string named)
    {
        var computer = await ComputerAsync();

        var refusal = await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/shares/links", HttpStatusCode.BadRequest, JsonNode.Parse(body));

        MessageOf(refusal).Should().Contain(named);
    }

    [Fact]
    public async Task Another_workspace_can_neither_list_nor_revoke_a_share()
    {
        var computer = await ComputerAsync();
        var share = await ShareAsync(computer, new { });
        using var other = Client(Backend.CreateApiKey("org_other"));

        await CallAsync(HttpMethod.Get, $"/v1/computers/{computer}/shares", HttpStatusCode.NotFound, http: other);
        await CallAsync(HttpMethod.Delete, $"/v1/computers/{computer}/shares/links/{share["id"]}", HttpStatusCode.NotFound, http: other);
    }

    private async Task<JsonObject> ShareAsync(string computer, object body) =>
        (JsonObject)(await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/shares/links", HttpStatusCode.Created, body))["share"]!.DeepClone();
}
