using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

public sealed class HookTests
{
    [Fact]
    public async Task What_the_hook_forbids_is_403_and_reaches_no_service()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = service.Address,
            Authorize = request => ValueTask.FromResult(request.AgentId == "mine"),
        });

        using var foreign = await app.SendAsync("GET", "/api/agents/other/computer/status");
        using var own = await app.SendAsync("GET", "/api/agents/mine/computer/status");

        await foreign.ShouldBeRefusalAsync(403, "FORBIDDEN");
        ((int)own.StatusCode).Should().Be(200);
        service.Arrivals.Should().ContainSingle().Which.Target.Should().Contain("mine");
    }

    [Fact]
    public async Task What_the_hook_throws_is_the_apps_to_answer()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = service.Address,
            Pipeline = application => application.UseExceptionHandler(error => error.Run(context => context.Response.WriteAsync("the app's own page"))),
            Authorize = _ => throw new InvalidOperationException("The database is down."),
        });

        using var response = await app.SendAsync("POST", "/api/agents/a1/computer/exec");

        ((int)response.StatusCode).Should().Be(500);
        (await response.Content.ReadAsStringAsync()).Should().Be("the app's own page");
        service.Arrivals.Should().BeEmpty();
    }

    [Fact]
    public async Task A_hook_that_answers_by_itself_is_not_talked_over()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = service.Address,
            Authorize = async request =>
            {
                request.HttpContext.Response.StatusCode = 402;
                await request.HttpContext.Response.WriteAsync("pay first");
                return false;
            },
        });

        using var response = await app.SendAsync("GET", "/api/agents");

        ((int)response.StatusCode).Should().Be(402);
        (await response.Content.ReadAsStringAsync()).Should().Be("pay first");
    }

    [Fact]
    public async Task Headers_that_the_app_sets_on_every_page_stay_on_a_refusal()
    {
        await using var service = await StubService.StartAsync(401, "{}");
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = service.Address,
            Pipeline = application => application.Use(next => context =>
            {
                context.Response.Headers.XFrameOptions = "DENY";
                return next(context);
            }),
            Authorize = request => ValueTask.FromResult(request.AgentId == "mine"),
        });

        using var forbidden = await app.SendAsync("GET", "/api/agents/other/computer/status");
        using var refused = await app.SendAsync("GET", "/api/agents/mine/computer/status");

        await forbidden.ShouldBeRefusalAsync(403, "FORBIDDEN");
        await refused.ShouldBeRefusalAsync(502, "UPSTREAM_REFUSED");
        forbidden.Headers.GetValues("X-Frame-Options").Should().Equal("DENY");
        refused.Headers.GetValues("X-Frame-Options").Should().Equal("DENY");
    }

    [Fact]
    public async Task A_hook_may_read_the_body_before_it_is_forwarded()
    {
        var received = "";
        await using var service = await StubService.StartAsync(async context => received = await new StreamReader(context.Request.Body).ReadToEndAsync());
        var read = "";
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = service.Address,
            Authorize = async request =>
            {
                request.HttpContext.Request.EnableBuffering();
                read = await new StreamReader(request.HttpContext.Request.Body, leaveOpen: true).ReadToEndAsync();
                request.HttpContext.Request.Body.Position = 0;
                return true;
            },
        });

        using var response = await app.Http.PostAsync("/api/agents/a1/computer/exec", Json.Of("""{"command":"ls"}"""));

        (read, received).Should().Be(("""{"command":"ls"}""", """{"command":"ls"}"""));
    }

    [Theory]
    [InlineData("""{"agentId":"a1"}""")]
    [InlineData("""{ "title" : "\u00e4", "agentId" : "a\u0031", "kind":"single", "resourceBindings":[{"x":1},{"x":2}] }""")]
    public async Task A_new_threads_agent_is_read_from_the_body_whose_bytes_go_on_unchanged(string body)
    {
        var received = "";
        await using var service = await StubService.StartAsync(async context => received = await new StreamReader(context.Request.Body).ReadToEndAsync());
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.Http.PostAsync("/api/threads?x=1", Json.Of(body));

        app.Asked.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Operation = FlapjackProxyOperation.CreateThread, AgentId = "a1", ThreadId = (string?)null });
        received.Should().Be(body);
        service.Arrivals.Should().ContainSingle().Which.Target.Should().Be("/api/threads?x=1");
        service.Arrivals[0].Headers["Content-Type"].Should().Be("application/json");
        service.Arrivals[0].Headers["Content-Length"].Should().Be(Encoding.UTF8.GetByteCount(body).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_new_threads_body_in_chunks_is_read_as_well()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/threads") { Content = Json.Of("""{"agentId":"a1"}""") };
        request.Headers.TransferEncodingChunked = true;

        using var response = await app.Http.SendAsync(request);

        ((int)response.StatusCode).Should().Be(200);
        app.Asked.Should().ContainSingle().Which.AgentId.Should().Be("a1");
    }

    [Theory]
    [InlineData("""{"agentId":"a1","agentId":"a2"}""", "INVALID_JSON")]
    [InlineData("""{"agentId":"a1","agent\u0049d":"a2"}""", "INVALID_JSON")]
    [InlineData("""{"agentId":"a1","title":"x","title":"y"}""", "INVALID_JSON")]
    [InlineData("""{"agentId":"a1","resourceBindings":[{"x":1,"x":2}]}""", "INVALID_JSON")]
    [InlineData("""{"agentId":"a1"}{"agentId":"a2"}""", "INVALID_JSON")]
    [InlineData("""{"agentId":"a1",}""", "INVALID_JSON")]
    [InlineData("""{"agentId":"a1"/* */}""", "INVALID_JSON")]
    [InlineData("""{"agentId":"\ud800"}""", "INVALID_JSON")]
    [InlineData("\uFEFF{\"agentId\":\"a1\"}", "INVALID_JSON")]
    [InlineData("agentId=a1", "INVALID_JSON")]
    [InlineData("", "INVALID_JSON")]
    [InlineData("""{"agentId":"a1","AgentID":"a2"}""", "INVALID_AGENT_ID")]
    [InlineData("""{"agentId":"a1","agent_id":"a2"}""", "INVALID_AGENT_ID")]
    [InlineData("""{"agent_id":"a2"}""", "INVALID_AGENT_ID")]
    [InlineData("""{"agentId":["a1"]}""", "INVALID_AGENT_ID")]
    [InlineData("""{"agentId":null}""", "INVALID_AGENT_ID")]
    [InlineData("""["agentId","a1"]""", "INVALID_AGENT_ID")]
    [InlineData("{}", "INVALID_AGENT_ID")]
    public async Task A_body_that_two_readers_could_read_differently_is_refused_before_the_hook(string body, string code)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.Http.PostAsync("/api/threads", new StringContent(body, Encoding.UTF8, "application/json"));

        await response.ShouldBeRefusalAsync(400, code);
        app.Asked.Should().BeEmpty();
        service.Arrivals.Should().BeEmpty();
    }

    [Theory]
    [InlineData(65_536, 200)]
    [InlineData(65_537, 413)]
    public async Task A_new_threads_body_has_a_limit(int bytes, int status)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.Http.PostAsync("/api/threads", Json.Of("""{"agentId":"a1"}""".PadRight(bytes)));

        ((int)response.StatusCode).Should().Be(status);
        service.Arrivals.Should().HaveCount(status == 200 ? 1 : 0);
    }
}
