using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Mcp;

public sealed class McpOAuthTests : WireTest
{
    private const string Start = "/api/mcps/m1/oauth/start";

    private static readonly StartMcpOAuthRequest Request = new()
    {
        ClientId = "c1",
        AuthorizeUrl = "https://auth.example.com/authorize",
        TokenUrl = "https://auth.example.com/token",
    };

    public static TheoryData<StartMcpOAuthRequest, string> Requests => new()
    {
        { Request, """{"clientId":"c1","authorizeUrl":"https://auth.example.com/authorize","tokenUrl":"https://auth.example.com/token"}""" },
        {
            Request with { Scope = "repo read:user" },
            """{"clientId":"c1","authorizeUrl":"https://auth.example.com/authorize","tokenUrl":"https://auth.example.com/token","scope":"repo read:user"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task An_authorization_begins(StartMcpOAuthRequest request, string body)
    {
        Wire.Answers(Start, """{"authorizationUrl":"https://auth.example.com/authorize?state=s","expiresIn":600}""");

        var started = await Client.StartMcpOAuthAsync("m1", request).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", Start, body));
        started.AuthorizationUrl.Should().Be("https://auth.example.com/authorize?state=s");
        started.AdditionalProperties!["expiresIn"].GetInt32().Should().Be(600);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"authorizationUrl":7}""")]
    public async Task The_service_may_name_no_address(string json)
    {
        Wire.Answers(Start, json);

        (await Client.StartMcpOAuthAsync("m1", Request).Soon()).AuthorizationUrl.Should().BeNull();
    }

    [Fact]
    public async Task An_API_key_may_not_begin_one()
    {
        Wire.Answers(Start, new Answer(403, """{"error":"FORBIDDEN","detail":"JWT required"}"""));

        var thrown = await Client.Invoking(client => client.StartMcpOAuthAsync("m1", Request).Soon()).Should().ThrowAsync<FlapjackPermissionException>();

        thrown.Which.Detail.Should().Be("JWT required");
    }
}
