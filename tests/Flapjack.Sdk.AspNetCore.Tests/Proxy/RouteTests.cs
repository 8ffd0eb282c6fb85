using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static Flapjack.Sdk.AspNetCore.FlapjackProxyOperation;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

public sealed class RouteTests
{
    private static Task<StubService> ServiceAsync() => StubService.StartAsync(200, "{}");

    [Theory]
    [InlineData("GET", "/api/agents", ListAgents, null, null)]
    [InlineData("GET", "/api/agents?orgId=o%201&x=%2F", ListAgents, null, null)]
    [InlineData("POST", "/api/agents/from-template", CreateAgentFromTemplate, null, null)]
    [InlineData("DELETE", "/api/agents/a1", DeleteAgent, "a1", null)]
    [InlineData("GET", "/api/agents/a1/computer", GetComputerConfig, "a1", null)]
    [InlineData("PUT", "/api/agents/a1/computer", UpdateComputerConfig, "a1", null)]
    [InlineData("GET", "/api/agents/a1/computer-instances", GetComputerInstances, "a1", null)]
    [InlineData("GET", "/api/agents/a1/computer/status", GetComputerStatus, "a1", null)]
    [InlineData("GET", "/api/agents/a1/computer/bootstrap/stream", StreamBootstrap, "a1", null)]
    [InlineData("POST", "/api/agents/a1/computer/exec", ExecComputer, "a1", null)]
    [InlineData("GET", "/api/agents/a1/computer/exec/exec_1", ResumeExec, "a1", null)]
    [InlineData("DELETE", "/api/agents/a1/computer/exec/exec_1", StopExec, "a1", null)]
    [InlineData("DELETE", "/api/agents/a1/computer/exec?key=k1", StopExec, "a1", null)]
    [InlineData("POST", "/api/threads/t1/messages", SendMessage, null, "t1")]
    [InlineData("POST", "/api/threads/t1/stop", StopThread, null, "t1")]
    [InlineData("GET", "/api/threads/t1/messages/turn_1/events", ResumeMessage, null, "t1")]
    [InlineData("DELETE", "/api/threads/t1/messages/turn_1", StopMessage, null, "t1")]
    [InlineData("DELETE", "/api/threads/t1/messages?key=k1", StopMessage, null, "t1")]
    [InlineData("GET", "/api/threads/t1/participants", ListThreadParticipants, null, "t1")]
    public async Task A_listed_route_is_mirrored_with_the_apps_key(string method, string target, FlapjackProxyOperation operation, string? agentId, string? threadId)
    {
        await using var service = await ServiceAsync();
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync(method, target);

        ((int)response.StatusCode).Should().Be(200);
        service.Arrivals.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Method = method, Target = target });
        service.Arrivals[0].Headers["Authorization"].Should().Be("Bearer " + ProxyApp.Key);
        service.Arrivals[0].Headers.Should().NotContainKey("Transfer-Encoding", "there is no body");
        app.Asked.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Operation = operation, AgentId = agentId, ThreadId = threadId });
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/api/keys")]
    [InlineData("POST", "/api/keys")]
    [InlineData("GET", "/api/agents/a1/skills")]
    [InlineData("GET", "/api/agents/a1/computer/status/more")]
    [InlineData("POST", "/api/agents/a1/computer")]
    [InlineData("GET", "/api/threads/t1/messages/m1")]
    [InlineData("GET", "/api/internal/anything")]
    [InlineData("POST", "/api/agents")]
    [InlineData("GET", "/api/agents/a1")]
    [InlineData("PATCH", "/api/agents/a1")]
    [InlineData("HEAD", "/api/agents")]
    [InlineData("GET", "/api/threads/t1/messages")]
    [InlineData("DELETE", "/api/threads/t1/stop")]
    [InlineData("POST", "/api/threads/t1/participants")]
    [InlineData("GET", "/api/threads/t1/messages/turn_1/events/more")]
    public async Task Anything_else_reaches_neither_the_hook_nor_the_service(string method, string target)
    {
        await using var service = await ServiceAsync();
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync(method, target);

        ((int)response.StatusCode).Should().BeOneOf(404, 405);
        service.Arrivals.Should().BeEmpty();
        app.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task A_path_that_is_not_listed_is_404_and_a_method_that_is_not_is_405()
    {
        await using var service = await ServiceAsync();
        await using var app = await ProxyApp.StartAsync(service);

        using var path = await app.SendAsync("GET", "/api/keys");
        using var method = await app.SendAsync("DELETE", "/api/agents/a1/computer/status");

        ((int)path.StatusCode).Should().Be(404);
        ((int)method.StatusCode).Should().Be(405);
    }

    // Dots that are whole segments the app's own server resolves before any route is looked for; the hook is then asked about what is left.
    [Theory]
    [InlineData("/api/agents/%2e%2e/computer/status", null)]
    [InlineData("/api/agents/a1/../../keys/computer/status", null)]
    [InlineData("/api/agents/a1/computer/exec/%2e%2e", "/api/agents/a1/computer")]
    [InlineData("/api/agents/a1/computer/exec/%2e%2e/%2e%2e/%2e%2e/%2e%2e/keys", null)]
    [InlineData("/api//agents/a1/computer/status", null)]
    [InlineData("/api/agents/.../computer/status", "/api/agents/.../computer/status")]
    [InlineData("/api/agents/a%3Fb=c/computer/status", "/api/agents/a%3Fb%3Dc/computer/status")]
    [InlineData("/api/agents/a%23b/computer/status", "/api/agents/a%23b/computer/status")]
    [InlineData("/api/agents/a%3Bb:c@d&e/computer/status", "/api/agents/a%3Bb%3Ac%40d%26e/computer/status")]
    [InlineData("/api/agents/a%20b%C3%A9/computer/status", "/api/agents/a%20b%C3%A9/computer/status")]
    public async Task Tricks_in_a_path_reach_no_other_path_of_the_service(string target, string? arrives)
    {
        await using var service = await ServiceAsync();
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("GET", target);

        service.Arrivals.Select(arrival => arrival.Target).Should().Equal(arrives is null ? [] : [arrives]);
        ((int)response.StatusCode).Should().Be(arrives is null ? 404 : 200);
    }

    [Theory]
    [InlineData("/api/agents/a%3Fb%3Dc/computer/status", "a?b=c")]
    [InlineData("/api/agents/a%23b/computer/status", "a#b")]
    [InlineData("/api/agents/a%20b%C3%A9/computer/status", "a b\u00e9")]
    public async Task The_hook_sees_the_id_that_the_service_will(string target, string agentId)
    {
        await using var service = await ServiceAsync();
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("GET", target);

        app.Asked.Should().ContainSingle().Which.AgentId.Should().Be(agentId);
        service.Arrivals.Should().ContainSingle().Which.Target.Should().Be(target);
    }

    [Theory]
    [InlineData("/api/agents/..%2f..%2fkeys/computer/status")]
    [InlineData("/api/agents/..%2F/computer/status")]
    [InlineData("/api/agents/a1/computer/exec/a%2Fb")]
    [InlineData("/api/agents/a1/computer/exec/..%5c..%5ckeys")]
    [InlineData("/api/agents/a1/computer/exec/%252e%252e%252fkeys")]
    [InlineData("/api/agents/a1/computer/exec/a%0d%0ab")]
    public async Task An_id_that_somebody_could_take_for_a_path_is_refused_before_the_hook(string target)
    {
        await using var service = await ServiceAsync();
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("GET", target);

        await response.ShouldBeRefusalAsync(400, "INVALID_ID");
        app.Asked.Should().BeEmpty();
        service.Arrivals.Should().BeEmpty();
    }

    [Fact]
    public async Task A_groups_prefix_is_not_sent_on()
    {
        await using var service = await ServiceAsync();
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = new(service.Address, "/base/"),
            Map = (routes, authorize) => routes.MapGroup("/tenants/{tenant}").MapFlapjackProxy(authorize),
        });

        using var prefixed = await app.SendAsync("GET", "/tenants/t9/api/agents/a1/computer/status?x=1");
        using var bare = await app.SendAsync("GET", "/api/agents/a1/computer/status");

        ((int)prefixed.StatusCode).Should().Be(200);
        ((int)bare.StatusCode).Should().Be(404);
        service.Arrivals.Should().ContainSingle().Which.Target.Should().Be("/base/api/agents/a1/computer/status?x=1");
    }

    [Fact]
    public async Task RequireAuthorization_holds_for_every_route()
    {
        var users = new List<string?>();
        await using var service = await ServiceAsync();
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = service.Address,
            Authorize = request =>
            {
                users.Add(request.HttpContext.User.Identity!.Name);
                return ValueTask.FromResult(true);
            },
            Services = services =>
            {
                services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderLogin>("header", _ => { });
                services.AddAuthorization();
            },
            Pipeline = application => application.UseAuthentication().UseAuthorization(),
            Map = (routes, authorize) => routes.MapFlapjackProxy(authorize).RequireAuthorization(),
        });

        using var stranger = await app.SendAsync("GET", "/api/agents/a1/computer/status");
        using var strangersExec = await app.SendAsync("POST", "/api/agents/a1/computer/exec");
        using var user = await app.SendAsync("GET", "/api/agents/a1/computer/status", ("X-User", "ann"));

        ((int)stranger.StatusCode).Should().Be(401);
        ((int)strangersExec.StatusCode).Should().Be(401);
        ((int)user.StatusCode).Should().Be(200);
        users.Should().Equal("ann");
        service.Arrivals.Should().ContainSingle();
    }

    [Fact]
    public void Without_a_hook_nothing_is_mapped()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddFlapjack(options => options.ApiKey = ProxyApp.Key);
        using var application = (IDisposable)builder.Build();

        var map = () => ((WebApplication)application).MapFlapjackProxy(null!);

        map.Should().Throw<ArgumentNullException>().WithParameterName("authorize");
    }

    [Fact]
    public void Without_AddFlapjack_nothing_is_mapped()
    {
        using var application = (IDisposable)WebApplication.CreateSlimBuilder().Build();

        var map = () => ((WebApplication)application).MapFlapjackProxy(_ => ValueTask.FromResult(true));

        map.Should().Throw<InvalidOperationException>().WithMessage("*AddFlapjack*");
    }

    private sealed class HeaderLogin(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers["X-User"] is [{ } name]
                ? AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, name)], "header")), "header"))
                : AuthenticateResult.NoResult());
    }
}
