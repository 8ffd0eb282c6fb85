using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Flapjack.ReferenceBackend.Resources.Mcp;
using Flapjack.ReferenceBackend.Secrets;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Microsoft.AspNetCore.WebUtilities;

namespace Flapjack.ReferenceBackend.Tests.Resources.Mcp;

public sealed class McpOAuthTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private const string Body = """{"clientId":"c 1","authorizeUrl":"https://auth.example.com/authorize?tenant=t1","tokenUrl":"https://auth.example.com/token","scope":"repo read:user"}""";

    private HttpClient User => field ??= backend.ClientOf(backend.Backend.CreateUserToken(backend.Backend.OrgId, "user-1"));

    [Fact]
    public async Task An_authorization_has_PKCE_and_a_state_that_do_not_repeat()
    {
        var path = await StartPathAsync();

        var first = await StartAsync(path, Body);
        var second = await StartAsync(path, Body);

        first.GetLeftPart(UriPartial.Path).Should().Be("https://auth.example.com/authorize");
        var (one, two) = (QueryOf(first), QueryOf(second));
        one.Keys.Should().Equal("tenant", "response_type", "client_id", "scope", "state", "code_challenge", "code_challenge_method");
        (one["tenant"], one["response_type"], one["client_id"], one["scope"], one["code_challenge_method"]).Should().Be(("t1", "code", "c 1", "repo read:user", "S256"));
        (one["state"].Length, one["code_challenge"].Length).Should().Be((43, 43));
        one["state"].Should().NotBe(two["state"]);
        one["code_challenge"].Should().NotBe(two["code_challenge"]);
    }

    [Fact]
    public async Task What_completes_an_authorization_is_kept_encrypted()
    {
        using var folder = new TempFolder();
        await using var kept = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path);
        var user = kept.ClientOf(kept.Backend.CreateUserToken(kept.Backend.OrgId, "user-1"));
        var id = (await kept.PostAsync("/api/mcps", """{"name":"x","transport":"sse","url":"https://a.example"}""")).Text("id");

        var answer = await TestBackend.SendAsync(user, HttpMethod.Post, $"/api/mcps/{id}/oauth/start", Body);

        var document = kept.Backend.Store().Read(db => db.QuerySingle("SELECT document FROM mcp_servers", row => row.GetString(0)))!;
        var encrypted = JsonElement.Parse(document).GetProperty("encrypted_oauth").GetString()!;
        var flow = JsonElement.Parse(SecretCipher.In(Path.Combine(folder.Path, SecretCipher.KeyFolder)).Unprotect(McpOAuthFlow.Purpose, encrypted));
        var query = QueryOf(new(answer.Text("authorizationUrl")));
        flow.GetProperty("State").GetString().Should().Be(query["state"]);
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(flow.GetProperty("Verifier").GetString()!))).Should().Be(query["code_challenge"]);
        flow.GetProperty("Client").GetProperty("TokenUrl").GetString().Should().Be("https://auth.example.com/token");
        (await kept.GetAsync("/api/mcps")).Body.Should().NotContain(encrypted).And.NotContain("oauth");
    }

    [Fact]
    public async Task A_scope_may_be_left_out()
    {
        var url = await StartAsync(await StartPathAsync(), """{"clientId":"c1","authorizeUrl":"http://127.0.0.1:1/authorize","tokenUrl":"http://127.0.0.1:1/token"}""");

        QueryOf(url).Keys.Should().Equal("response_type", "client_id", "state", "code_challenge", "code_challenge_method");
    }

    [Fact]
    public async Task An_API_key_may_not_begin_one()
    {
        var answer = await backend.PostAsync(await StartPathAsync(), Body);

        answer.ShouldBeRefused(403, "FORBIDDEN");
    }

    [Fact]
    public async Task Nobody_signs_in_to_a_program()
    {
        var path = await StartPathAsync("""{"name":"x","transport":"stdio","command":"npx"}""");

        var answer = await TestBackend.SendAsync(User, HttpMethod.Post, path, Body);

        answer.ShouldBeRefused(422, "INVALID_TRANSPORT");
    }

    [Theory]
    [InlineData("clientId", "\" \"", "INVALID_CLIENT_ID")]
    [InlineData("authorizeUrl", "\"authorize\"", "INVALID_AUTHORIZE_URL")]
    [InlineData("authorizeUrl", "\"https://a.example/#there\"", "INVALID_AUTHORIZE_URL")]
    [InlineData("authorizeUrl", "\"javascript:alert(1)\"", "INVALID_AUTHORIZE_URL")]
    [InlineData("tokenUrl", "\"https://me:pw@a.example\"", "INVALID_TOKEN_URL")]
    [InlineData("tokenUrl", "null", "INVALID_TOKEN_URL")]
    [InlineData("scope", "[]", "INVALID_SCOPE")]
    public async Task A_wrong_field_is_refused_with_its_code(string field, string value, string code)
    {
        var body = System.Text.Json.Nodes.JsonNode.Parse(Body)!;
        body[field] = System.Text.Json.Nodes.JsonNode.Parse(value);

        var answer = await TestBackend.SendAsync(User, HttpMethod.Post, await StartPathAsync(), body.ToJsonString());

        answer.ShouldBeRefused(400, code);
    }

    private async Task<string> StartPathAsync(string body = """{"name":"x","transport":"sse","url":"https://a.example"}""") =>
        $"/api/mcps/{(await backend.PostAsync("/api/mcps", body)).Text("id")}/oauth/start";

    private async Task<Uri> StartAsync(string path, string body)
    {
        var answer = await TestBackend.SendAsync(User, HttpMethod.Post, path, body);
        answer.Status.Should().Be(200, answer.Body);
        answer.Json.EnumerateObject().Select(field => field.Name).Should().Equal("authorizationUrl");
        return new(answer.Text("authorizationUrl"));
    }

    private static Dictionary<string, string> QueryOf(Uri url) => QueryHelpers.ParseQuery(url.Query).ToDictionary(field => field.Key, field => field.Value.ToString());
}
