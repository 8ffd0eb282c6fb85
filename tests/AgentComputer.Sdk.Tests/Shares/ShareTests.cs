using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Shares;

public sealed class ShareTests : WireTest
{
    private const string Token = "tok_0123456789";

    private const string Json = """
        {"id":"h1","computer_id":"c1","kind":"link","allow_browser":true,"allow_vnc":false,"share_url":"https://s.test/tok_0123456789","created_at":"2026-05-01T10:00:00Z",
         "expires_at":"2026-05-02T10:00:00Z","last_used_at":null,"color":"red"}
        """;

    [Fact]
    public async Task Shares_are_listed()
    {
        Wire.Answers("/v1/computers/c1/shares", $$"""{"shares":[{{Json}},{"id":"h2","allow_vnc":"t","allow_browser":"sure"}]}""");

        var shares = await Client.ListSharesAsync("c1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", "/v1/computers/c1/shares"));
        shares[0].Should().BeEquivalentTo(new
        {
            Id = "h1",
            ComputerId = "c1",
            Kind = ShareKind.Link,
            AllowBrowser = true,
            AllowVnc = false,
            ShareUrl = "https://s.test/tok_0123456789",
            CreatedAt = new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero),
            ExpiresAt = new DateTimeOffset(2026, 5, 2, 10, 0, 0, TimeSpan.Zero),
            LastUsedAt = (DateTimeOffset?)null,
        });
        shares[0].AdditionalProperties.Should().ContainKey("color");
        (shares[1].Id, shares[1].AllowVnc, shares[1].AllowBrowser).Should().Be(("h2", true, false));
    }

    [Fact]
    public async Task A_link_is_created()
    {
        Wire.Answers("/v1/computers/c1/shares/links", new Answer(201, $$"""{"share":{{Json}}}"""));

        var share = await Client.CreateLinkShareAsync("c1", new() { AllowBrowser = true, AllowVnc = false, ExpiresAt = new(2026, 5, 2, 10, 0, 0, TimeSpan.Zero) }).Soon();

        (Wire.Request.Method, Wire.Request.Body).Should().Be(("POST", """{"allow_browser":true,"allow_vnc":false,"expires_at":"2026-05-02T10:00:00+00:00"}"""));
        share.ShareUrl.Should().Be("https://s.test/tok_0123456789");
    }

    [Fact]
    public async Task A_link_is_created_with_the_services_own_choice()
    {
        Wire.Answers("/v1/computers/c1/shares/links", new Answer(201, "{}"));

        await Client.CreateLinkShareAsync("c1").Soon();

        Wire.Request.Body.Should().Be("{}");
    }

    [Fact]
    public async Task A_link_is_deleted()
    {
        Wire.Answers("/v1/computers/c1/shares/links/h1", new Answer(204));

        await Client.DeleteLinkShareAsync("c1", "h1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("DELETE", "/v1/computers/c1/shares/links/h1"));
    }

    [Fact]
    public async Task A_share_is_resolved_without_the_key()
    {
        Wire.Answers($"/v1/shares/{Token}", """
            {"share":{"id":"h1","computer_id":"c1","computer_handle":"shop","computer_display_name":"Shop","allow_browser":true,"share_url":"https://s.test/t","revoked_at":null,"theme":"dark"}}
            """);

        var share = await Client.ResolveShareAsync(Token).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Header("Authorization")).Should().Be(("GET", $"/v1/shares/{Token}", null));
        share.Should().BeEquivalentTo(new { Id = "h1", ComputerId = "c1", ComputerHandle = "shop", ComputerDisplayName = "Shop", AllowBrowser = true, AllowVnc = false, ShareUrl = "https://s.test/t" });
        share.AdditionalProperties.Should().ContainKey("theme");
    }

    [Theory]
    [InlineData(true, """{"kind":"browser","ttl_seconds":60}""")]
    [InlineData(false, "")]
    public async Task A_share_is_redeemed_without_the_key(bool says, string body)
    {
        Wire.Answers($"/v1/shares/{Token}/access-sessions", new Answer(201, """{"session":{"id":"s1","access_url":"https://x.test"}}"""));

        var session = await Client.RedeemShareAsync(Token, says ? new() { Kind = AccessSessionKind.Browser, TtlSeconds = 60 } : null).Soon();

        (Wire.Request.Method, Wire.Request.Header("Authorization"), Wire.Request.Body).Should().Be(("POST", null, body));
        (session.Id, session.AccessUrl).Should().Be(("s1", "https://x.test"));
    }

    [Fact]
    public async Task No_exception_shows_the_token_of_a_share()
    {
        Wire.Answers($"/v1/shares/{Token}", new Answer(404, $$$"""{"error":{"code":"not_found","message":"no share {{{Token}}}"}}"""));

        var resolve = () => Client.ResolveShareAsync(Token).Soon();

        var refusal = (await resolve.Should().ThrowAsync<AgentComputerNotFoundException>()).Which;
        refusal.Message.Should().StartWith("GET /v1/shares/[hidden] was answered 404 not_found: no share [key]");
        refusal.ToString().Should().NotContain(Token);
        refusal.Detail.Should().Be("no share [key]");
    }

    [Theory]
    [InlineData("t1")]
    [InlineData("a/b c")]
    public async Task Not_even_a_short_token_or_a_token_that_is_escaped(string token)
    {
        using var http = new HttpClient(new StubHandler((_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "down")));
        using var client = TestClient.Over(http, new("http://computer.test"), options => options.MaxRetries = 0);

        var redeem = () => client.RedeemShareAsync(token).Soon();

        (await redeem.Should().ThrowAsync<AgentComputerConnectionException>()).WithMessage("POST /v1/shares/[hidden]/access-sessions: no connection*");
    }
}
