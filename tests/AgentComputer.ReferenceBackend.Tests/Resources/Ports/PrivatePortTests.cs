using System.Net;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Ports;

public sealed class PrivatePortTests : PublishedRoom
{
    private const string Cookie = "agentcomputer_access_session";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await PublishAsync(Computer, App.Port, "web", "private");
    }

    [Fact]
    public async Task Without_a_token_a_private_port_is_closed_for_programs_and_for_people()
    {
        CodeOf(await CallAsync(HttpMethod.Get, $"{Web}/", HttpStatusCode.Unauthorized, http: Visitor)).Should().Be("unauthorized");

        using var page = await Visitor.SendAsync(Get($"{Web}/", ("Accept", "text/html")));
        page.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await page.Content.ReadAsStringAsync()).Should().Contain("This port is private.");
    }

    [Fact]
    public async Task A_token_in_a_header_opens_it_and_does_not_reach_the_server()
    {
        var token = await TokenAsync();

        var seen = await SeenAsync(Get($"{Web}/", ("Authorization", $"Bearer {token}")));

        seen.ToJsonString().Should().NotContain(token);
        seen["headers"]!["authorization"].Should().BeNull();
    }

    [Fact]
    public async Task A_token_in_the_query_opens_it_and_does_not_reach_the_server()
    {
        var token = await TokenAsync();

        var seen = await SeenAsync(Get($"{Web}/a?x=1&access%5Ftoken={token}&y=2", ("Referer", $"{Web}/?access_token={token}")));

        ((string?)seen["target"]).Should().Be("/a?x=1&y=2");
        seen.ToJsonString().Should().NotContain(token);
    }

    [Fact]
    public async Task A_browser_is_sent_to_the_address_without_the_token_and_keeps_a_cookie_that_the_server_never_sees()
    {
        var token = await TokenAsync();

        using var first = await Visitor.SendAsync(Get($"{Web}//a?access_token={token}&x=1", ("Accept", "text/html")));
        var seen = await SeenAsync(Get($"{Web}/a", ("Cookie", $"own=1; {Cookie}={token}; other=2")));

        first.StatusCode.Should().Be(HttpStatusCode.TemporaryRedirect);
        first.Headers.Location!.OriginalString.Should().Be($"{Web}//a?x=1");
        first.Headers.GetValues("Set-Cookie").Should().Equal($"{Cookie}={token}; path=/; samesite=lax; httponly");
        ((string?)seen["headers"]!["cookie"]).Should().Be("own=1; other=2");
    }

    [Fact]
    public async Task The_cookie_of_a_path_is_bound_to_it_and_leaves_the_cookies_of_the_server_alone()
    {
        var token = await TokenAsync();

        using var answer = await Visitor.GetAsync($"http://127.0.0.1:{Port}/p/box/web/?access_token={token}");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("Set-Cookie").Should().BeEquivalentTo($"{Cookie}={token}; path=/p/box/web/; samesite=lax; httponly", "own=1; path=/");
    }

    [Fact]
    public async Task A_session_of_another_computer_or_kind_does_not_open_it()
    {
        var other = await ComputerAsync("other");
        var foreign = (string)(await SessionAsync(other, "browser"))["connect_token"]!;
        var exec = (string)(await SessionAsync(Computer, "exec"))["connect_token"]!;
        await PublishAsync(Computer, App.Port == 6080 ? 6081 : 6080, "vnc", "private");
        var vnc = (string)(await SessionAsync(Computer, "vnc"))["connect_token"]!;

        foreach (var token in new[] { foreign, exec, vnc, Backend.ApiKey, "cs_unknown" })
        {
            using var answer = await Visitor.SendAsync(Get($"{Web}/", ("Authorization", $"Bearer {token}")));
            answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task A_session_that_is_over_or_revoked_does_not_open_it()
    {
        var revoked = await SessionAsync(Computer, "browser");
        var over = await TokenAsync();

        await CallAsync(HttpMethod.Delete, $"/v1/computers/{Computer}/access-sessions/{revoked["id"]}", HttpStatusCode.NoContent);
        (await StatusAsync((string)revoked["connect_token"]!)).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(over)).Should().Be(HttpStatusCode.OK);
        Clock.Advance(TimeSpan.FromSeconds(900));

        (await StatusAsync(over)).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_session_of_a_share_opens_it()
    {
        var share = (await CallAsync(HttpMethod.Post, $"/v1/computers/{Computer}/shares/links", HttpStatusCode.Created, new { }))["share"]!;

        var session = (await CallAsync(HttpMethod.Post, $"{share["share_url"]}/access-sessions", HttpStatusCode.Created, http: Visitor))["session"]!;

        using var answer = await Visitor.GetAsync((string?)session["access_url"]);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private async Task<string> TokenAsync() => (string)(await SessionAsync(Computer, "browser"))["connect_token"]!;

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var answer = await Visitor.SendAsync(Get($"{Web}/", ("Cookie", $"{Cookie}={token}")));
        return answer.StatusCode;
    }
}
