using System.Net;
using System.Text.Json.Nodes;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Sessions;

public sealed class SessionsTests : DoorRoom
{
    [Fact]
    public async Task An_exec_session_tells_where_and_with_which_token_processes_are_reached()
    {
        var computer = await ComputerAsync();

        var session = await SessionAsync(computer, "exec");

        var token = (string)session["connect_token"]!;
        JsonNode.DeepEquals(session, JsonNode.Parse($$"""
            {
              "id": "{{session["id"]}}", "computer_id": "{{computer}}", "kind": "exec", "state": "active",
              "connect_url": "http://127.0.0.1:{{Port}}", "connect_token": "{{token}}", "access_url": "http://127.0.0.1:{{Port}}?access_token={{token}}",
              "transport": {
                "protocol": "connectrpc", "auth": "bearer", "service": "process.Process", "base_path": "/process.Process/", "capabilities": ["process"]
              },
              "created_at": "2027-01-02T03:04:05Z", "expires_at": "2027-01-02T03:19:05Z", "revoked_at": null
            }
            """)).Should().BeTrue("{0}", session);
    }

    [Fact]
    public async Task A_token_is_shown_once_only()
    {
        var computer = await ComputerAsync();
        var session = await SessionAsync(computer, "exec");

        var shown = await CallAsync(HttpMethod.Get, $"/v1/computers/{computer}/access-sessions/{session["id"]}", HttpStatusCode.OK);

        shown["session"]!["connect_token"].Should().BeNull();
        shown.ToJsonString().Should().NotContain((string)session["connect_token"]!);
    }

    [Fact]
    public async Task A_session_ends_by_its_time_or_by_its_deletion()
    {
        var computer = await ComputerAsync();
        var (over, revoked) = (await SessionAsync(computer, "exec"), await SessionAsync(computer, "browser"));

        await CallAsync(HttpMethod.Delete, $"/v1/computers/{computer}/access-sessions/{revoked["id"]}", HttpStatusCode.NoContent);
        (await StateAsync(computer, over)).Should().Be("active");
        Clock.Advance(TimeSpan.FromSeconds(900));

        (await StateAsync(computer, over)).Should().Be("expired");
        (await StateAsync(computer, revoked)).Should().Be("revoked");
    }

    [Theory]
    [InlineData("""{"kind":"telnet"}""", "kind")]
    [InlineData("{}", "kind")]
    [InlineData("""{"kind":"exec","ttl_seconds":0}""", "ttl_seconds")]
    [InlineData("""{"kind":"exec","ttl_seconds":3601}""", "ttl_seconds")]
    public async Task A_bad_body_is_refused_with_the_name_of_its_field(string body, string field)
    {
        var computer = await ComputerAsync();

        var refusal = await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/access-sessions", HttpStatusCode.BadRequest, JsonNode.Parse(body));

        CodeOf(refusal).Should().Be("invalid_request");
        MessageOf(refusal).Should().Contain(field);
    }

    [Fact]
    public async Task A_stopped_computer_has_no_exec_session()
    {
        var computer = await ComputerAsync();
        await StopAsync(computer);

        CodeOf(await RefusedAsync(computer, "exec")).Should().Be("computer_not_running");
    }

    [Fact]
    public async Task A_screen_needs_a_published_port_of_that_name()
    {
        var computer = await ComputerAsync();

        CodeOf(await RefusedAsync(computer, "vnc")).Should().Be("vnc_not_available");
        await PublishAsync(computer, 6080, "vnc", "private");

        ((string?)(await SessionAsync(computer, "vnc"))["connect_url"]).Should().Be($"http://vnc--box.localhost:{Port}/");
    }

    [Fact]
    public async Task There_is_no_ssh_session_and_the_refusal_says_what_to_use_instead()
    {
        var refusal = await RefusedAsync(await ComputerAsync(), "ssh");

        CodeOf(refusal).Should().Be("ssh_not_available");
        MessageOf(refusal).Should().Contain("no SSH server").And.Contain("exec");
    }

    [Fact]
    public async Task A_token_opens_the_gateway_and_nothing_else_and_a_key_does_not_open_the_gateway()
    {
        var computer = await ComputerAsync();
        using var session = Client((string?)(await SessionAsync(computer, "exec"))["connect_token"]);
        using var browser = Client((string?)(await SessionAsync(computer, "browser"))["connect_token"]);

        (await StatusAsync(session, "/process.Process/Nothing")).Should().Be(HttpStatusCode.NotFound, "the gate lets the token by, and no method has that name");
        (await StatusAsync(session, "/v1/computers/x/actions/start")).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(browser, "/process.Process/Nothing")).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(Http, "/process.Process/Nothing")).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Another_workspace_finds_no_session()
    {
        var computer = await ComputerAsync();
        var session = await SessionAsync(computer, "exec");
        using var other = Client(Backend.CreateApiKey("org_other"));

        await CallAsync(HttpMethod.Get, $"/v1/computers/{computer}/access-sessions/{session["id"]}", HttpStatusCode.NotFound, http: other);
        await CallAsync(HttpMethod.Delete, $"/v1/computers/{computer}/access-sessions/{session["id"]}", HttpStatusCode.NotFound, http: other);
        await CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/access-sessions", HttpStatusCode.NotFound, new { kind = "exec" }, other);
    }

    private async Task<string?> StateAsync(string computer, JsonObject session) =>
        (string?)(await CallAsync(HttpMethod.Get, $"/v1/computers/{computer}/access-sessions/{session["id"]}", HttpStatusCode.OK))["session"]!["state"];

    private Task<JsonObject> RefusedAsync(string computer, string kind) =>
        CallAsync(HttpMethod.Post, $"/v1/computers/{computer}/access-sessions", HttpStatusCode.Conflict, new { kind });

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.PostAsync(path, null);
        return answer.StatusCode;
    }
}
