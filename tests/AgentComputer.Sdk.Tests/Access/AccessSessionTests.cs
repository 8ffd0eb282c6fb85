using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Access;

public sealed class AccessSessionTests : WireTest
{
    private const string All = "/v1/computers/c1/access-sessions";

    private const string Json = """
        {"session":{"id":"s1","computer_id":"c1","kind":"exec","state":"active","access_url":"https://x.test/?access_token=geheim1234","connect_url":"https://exec.test",
         "connect_token":"geheim1234","created_at":"2026-05-01T10:00:00Z","expires_at":"2026-05-01T10:15:00Z","revoked_at":null,"ssh_user":"node",
         "transport":{"protocol":"connectrpc","auth":"bearer","service":"process.Process","base_path":"/process.Process/","capabilities":["process"],"version":2}}}
        """;

    [Fact]
    public async Task A_session_is_created()
    {
        Wire.Answers(All, new Answer(201, Json));

        var session = await Client.CreateAccessSessionAsync("c1", new() { Kind = AccessSessionKind.Exec, TtlSeconds = 900 }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All, """{"kind":"exec","ttl_seconds":900}"""));
        (session.Id, session.ComputerId, session.Kind, session.State).Should().Be(("s1", "c1", AccessSessionKind.Exec, AccessSessionState.Active));
        (session.AccessUrl, session.ConnectUrl, session.ConnectToken).Should().Be(("https://x.test/?access_token=geheim1234", "https://exec.test", "geheim1234"));
        (session.CreatedAt, session.ExpiresAt, session.RevokedAt).Should().Be((new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 5, 1, 10, 15, 0, TimeSpan.Zero), null));
        session.Transport.Should().BeEquivalentTo(new { Protocol = "connectrpc", Auth = "bearer", Service = "process.Process", BasePath = "/process.Process/" });
        session.Transport!.Capabilities.Should().Equal("process");
        session.AdditionalProperties!["ssh_user"].GetString().Should().Be("node");
        session.Transport.AdditionalProperties.Should().ContainKey("version");
    }

    [Fact]
    public async Task A_session_as_the_documents_show_it_lacks_fields()
    {
        Wire.Answers(All, new Answer(201, """{"session":{"connect_url":"https://exec.test","connect_token":"t","access_url":["?"],"transport":7}}"""));

        var session = await Client.CreateAccessSessionAsync("c1", new() { Kind = AccessSessionKind.Vnc }).Soon();

        Wire.Request.Body.Should().Be("""{"kind":"vnc"}""");
        (session.Id, session.ConnectUrl, session.ExpiresAt, session.Transport, session.AccessUrl).Should().Be(("", "https://exec.test", null, null, null));
    }

    [Fact]
    public async Task A_session_is_read()
    {
        Wire.Answers($"{All}/s1", Json);

        var session = await Client.GetAccessSessionAsync("c1", "s1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", $"{All}/s1"));
        session.Id.Should().Be("s1");
    }

    [Fact]
    public async Task A_session_is_revoked()
    {
        Wire.Answers($"{All}/s1", new Answer(204));

        await Client.DeleteAccessSessionAsync("c1", "s1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("DELETE", $"{All}/s1"));
    }
}
