using System.Net.Http.Headers;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Auth;

public sealed class AuthenticationTests(TestBackend backend) : IClassFixture<TestBackend>
{
    public static TheoryData<string, string, string?> AgentRoutes => new()
    {
        { "GET", "/api/agents/{0}/computer/status", null },
        { "GET", "/api/agents/{0}/computer/bootstrap/stream", null },
        { "POST", "/api/agents/{0}/computer/exec", """{"command":"true"}""" },
        { "GET", "/api/agents/{0}/computer", null },
        { "PUT", "/api/agents/{0}/computer", """{"enabled":true}""" },
        { "GET", "/api/agents/{0}/computer-instances", null },
        { "DELETE", "/api/agents/{0}", null },
    };

    public static TheoryData<string, string, string?> AllRoutes => new()
    {
        { "POST", "/api/agents/from-template", """{"template":"blank"}""" },
        { "GET", "/api/agents/{0}/computer/status", null },
        { "GET", "/api/agents/{0}/computer/bootstrap/stream", null },
        { "POST", "/api/agents/{0}/computer/exec", """{"command":"true"}""" },
        { "GET", "/api/agents/{0}/computer", null },
        { "PUT", "/api/agents/{0}/computer", """{"enabled":true}""" },
        { "GET", "/api/agents/{0}/computer-instances", null },
        { "DELETE", "/api/agents/{0}", null },
    };

    [Theory]
    [MemberData(nameof(AllRoutes))]
    public async Task Without_a_key_that_is_known_nothing_is_done(string method, string route, string? body)
    {
        var path = PathOf(route, await backend.CreateAgentAsync());
        var key = backend.Backend.ApiKey;
        (string Name, string Value)[][] headers =
        [
            [],
            [("Authorization", "")],
            [("Authorization", "Bearer")],
            [("Authorization", "Bearer ")],
            [("Authorization", "Bearer fj_live_000000000000000000000000000000000000000000000000")],
            [("Authorization", $"Bearer {key}x")],
            [("Authorization", $"Bearer {key[..^1]}")],
            [("Authorization", $"Bearer {key.ToUpperInvariant()}")],
            [("Authorization", $"Bearer {key} {key}")],
            [("Authorization", $"Basic {key}")],
            [("Authorization", key)],
            [("X-Api-Key", key)],
        ];

        foreach (var header in headers)
        {
            var answer = await TestBackend.SendAsync(backend.Anonymous, new(method), path, body, header);

            answer.ShouldBeRefused(401, "UNAUTHORIZED");
            answer.Body.Should().NotContain(key);
        }
    }

    [Theory]
    [MemberData(nameof(AllRoutes))]
    public async Task A_key_without_the_scope_is_refused(string method, string route, string? body)
    {
        var path = PathOf(route, await backend.CreateAgentAsync());
        var weak = backend.ClientOf(backend.Backend.CreateApiKey(backend.Backend.OrgId));
        var other = backend.ClientOf(backend.Backend.CreateApiKey(backend.Backend.OrgId, "sandbox:admins", "sandbox"));

        var byWeak = await TestBackend.SendAsync(weak, new(method), path, body);
        var byOther = await TestBackend.SendAsync(other, new(method), path, body);

        byWeak.ShouldBeRefused(403, "FORBIDDEN");
        byOther.ShouldBeRefused(403, "FORBIDDEN");
    }

    [Theory]
    [MemberData(nameof(AgentRoutes))]
    public async Task Another_organizations_agent_is_refused_and_left_alone(string method, string route, string? body)
    {
        var agent = await backend.CreateReadyAgentAsync();
        var stranger = backend.StrangerOf(FlapjackScopes.SandboxAdmin);

        var answer = await TestBackend.SendAsync(stranger, new(method), PathOf(route, agent), body);

        answer.ShouldBeRefused(403, "FORBIDDEN");
        (await backend.RunAsync(agent, "echo here")).Stdout.Should().Be("here\n");
    }

    [Theory]
    [MemberData(nameof(AgentRoutes))]
    public async Task An_unknown_agent_is_not_found(string method, string route, string? body)
    {
        var answer = await TestBackend.SendAsync(backend.Client, new(method), PathOf(route, Guid.NewGuid().ToString()), body);

        answer.ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task Several_keys_serve_one_organization()
    {
        var agent = await backend.CreateAgentAsync();
        var second = backend.ClientOf(backend.Backend.CreateApiKey(backend.Backend.OrgId, FlapjackScopes.SandboxAdmin));

        var answer = await TestBackend.SendAsync(second, HttpMethod.Get, $"/api/agents/{agent}/computer/status");

        answer.Status.Should().Be(200);
    }

    [Fact]
    public async Task The_scheme_is_read_as_HTTP_reads_it()
    {
        var agent = await backend.CreateAgentAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/agents/{agent}/computer/status");
        request.Headers.Authorization = new AuthenticationHeaderValue("bEARER", backend.Backend.ApiKey);

        var answer = await HttpAnswer.OfAsync(await backend.Anonymous.SendAsync(request));

        answer.Status.Should().Be(200);
    }

    [Fact]
    public void Keys_look_as_documented_and_do_not_repeat()
    {
        var keys = Enumerable.Range(0, 20).Select(_ => backend.Backend.CreateApiKey(backend.Backend.OrgId)).ToArray();

        keys.Should().OnlyHaveUniqueItems().And.OnlyContain(key => key.StartsWith("fj_live_", StringComparison.Ordinal));
    }

    private static string PathOf(string route, string agentId) => route.Replace("{0}", agentId, StringComparison.Ordinal);
}
