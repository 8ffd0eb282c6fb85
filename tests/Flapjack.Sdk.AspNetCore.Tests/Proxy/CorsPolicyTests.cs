using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

/// <summary>An app that lets other sites in, and says by CORS which.</summary>
public sealed class CorsPolicyTests
{
    private const string Friend = "https://friend.example";
    private const string Exec = "/api/agents/a1/computer/exec";
    private const string Stop = "/api/threads/t1/stop";

    public static TheoryData<string> Ways => new() { "the endpoint's own", "the endpoint's by name", "the default", "the middleware's" };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_origin_that_the_policy_lists_may_send_json(string way)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await StartAsync(service, way);

        using var exec = await SendAsync(app, "POST", Exec, Friend, Json.Of("{}"));
        using var delete = await SendAsync(app, "DELETE", "/api/agents/a1", Friend);

        ((int)exec.StatusCode, (int)delete.StatusCode).Should().Be((200, 200));
        exec.Headers.GetValues("Access-Control-Allow-Origin").Should().Equal(Friend);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task No_simple_request_of_another_origin_is_executed(string way)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await StartAsync(service, way);

        foreach (var origin in new[]
        {
            "https://evil.example", "null", "https://friend.example.evil.example", "http://friend.example", "",
            "https://friend.example:8443", "https://evil.example, https://friend.example", "https://friend.example/", "https://friend.example@evil.example", "friend.example",
        })
        {
            using var text = await SendAsync(app, "POST", Exec, origin, new StringContent("""{"command":"id"}"""));
            using var empty = await SendAsync(app, "POST", Stop, origin);

            await text.ShouldBeRefusalAsync(403, "CROSS_SITE");
            await empty.ShouldBeRefusalAsync(403, "CROSS_SITE");
        }

        app.Asked.Should().BeEmpty();
        service.Arrivals.Should().BeEmpty();
    }

    [Theory]
    [InlineData("the endpoint's own")]
    [InlineData("the endpoint's by name")]
    [InlineData("the default")]
    public async Task A_policy_that_can_be_seen_is_asked_about_every_request(string way)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await StartAsync(service, way);

        using var json = await SendAsync(app, "POST", Exec, "https://evil.example", Json.Of("{}"));
        using var delete = await SendAsync(app, "DELETE", "/api/agents/a1", "null");
        using var unnamed = await SendAsync(app, "DELETE", "/api/agents/a1", origin: null);

        await json.ShouldBeRefusalAsync(403, "CROSS_SITE");
        await delete.ShouldBeRefusalAsync(403, "CROSS_SITE");
        await unnamed.ShouldBeRefusalAsync(403, "CROSS_SITE");
        service.Arrivals.Should().BeEmpty();
    }

    [Theory]
    [InlineData("application/json-patch+json")]
    [InlineData("text/plain; charset=utf-8, application/json")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=\"utf-7\"")]
    public async Task A_listed_origin_may_send_nothing_but_json_either(string contentType)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await StartAsync(service, "the default");
        var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await SendAsync(app, "POST", Exec, Friend, content);

        await response.ShouldBeRefusalAsync(415, "UNSUPPORTED_MEDIA_TYPE");
        app.Asked.Should().BeEmpty();
    }

    [Theory]
    [InlineData("same-site", "https://evil.example", 403)]
    [InlineData("same-site", Friend, 200)]
    [InlineData("none, cross-site", "https://evil.example", 403)]
    [InlineData("Same-Origin", "https://evil.example", 403)]
    [InlineData("", "https://evil.example", 403)]
    [InlineData(null, "https://evil.example", 403)]
    [InlineData(null, Friend, 200)]
    public async Task The_policy_decides_whatever_the_browser_says_of_the_site(string? site, string origin, int status)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await StartAsync(service, "the endpoint's own");
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/agents/a1");
        request.Headers.TryAddWithoutValidation("Origin", origin);
        if (site is not null)
        {
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);
        }

        using var response = await app.Http.SendAsync(request);

        ((int)response.StatusCode).Should().Be(status);
    }

    [Theory]
    [InlineData("https://a.friend.example", 200)]
    [InlineData("https://a.friend.example.evil.example", 403)]
    [InlineData("https://evilfriend.example", 403)]
    public async Task A_policy_with_a_wildcard_is_read_as_the_middleware_reads_it(string origin, int status)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await StartAsync(service, "any subdomain");

        using var response = await SendAsync(app, "DELETE", "/api/agents/a1", origin);

        ((int)response.StatusCode).Should().Be(status);
    }

    [Fact]
    public async Task An_endpoint_without_cors_takes_nothing_from_elsewhere()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await StartAsync(service, "disabled");

        using var response = await SendAsync(app, "POST", Exec, Friend, Json.Of("{}"));

        await response.ShouldBeRefusalAsync(403, "CROSS_SITE");
    }

    [Fact]
    public async Task A_policy_that_lists_everybody_still_takes_nothing_but_json()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await StartAsync(service, "any origin");

        using var json = await SendAsync(app, "POST", Exec, "https://anybody.example", Json.Of("{}"));
        using var text = await SendAsync(app, "POST", Exec, "https://anybody.example", new StringContent("{}"));

        ((int)json.StatusCode).Should().Be(200);
        await text.ShouldBeRefusalAsync(415, "UNSUPPORTED_MEDIA_TYPE");
        service.Arrivals.Should().ContainSingle();
    }

    [Fact]
    public async Task The_apps_own_pages_need_no_policy()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await StartAsync(service, "the default");

        using var response = await app.SendAsync("POST", Stop, ("Sec-Fetch-Site", "same-origin"), ("Origin", $"http://{app.Address.Authority}"));

        ((int)response.StatusCode).Should().Be(200);
    }

    private static async Task<HttpResponseMessage> SendAsync(ProxyApp app, string method, string target, string? origin, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(new(method), target) { Content = content };
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "cross-site");
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        return await app.Http.SendAsync(request);
    }

    private static Task<ProxyApp> StartAsync(StubService service, string way) => ProxyApp.StartAsync(new()
    {
        Service = service.Address,
        Services = services => services.AddCors(cors =>
        {
            // What is not said where the endpoint is mapped must not leak in from here.
            cors.AddPolicy("friends", ListFriend);
            if (way == "the default")
            {
                cors.AddDefaultPolicy(ListFriend);
            }
        }),
        Pipeline = app => _ = way == "the middleware's" ? app.UseCors(ListFriend) : app.UseCors(),
        Map = (routes, authorize) =>
        {
            var proxy = routes.MapFlapjackProxy(authorize, options => options.AllowCrossOrigin = true);
            _ = way switch
            {
                "the endpoint's own" => proxy.RequireCors(ListFriend),
                "the endpoint's by name" => proxy.RequireCors("friends"),
                "any origin" => proxy.RequireCors(policy => policy.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod()),
                "any subdomain" => proxy.RequireCors(policy => policy.WithOrigins("https://*.friend.example").SetIsOriginAllowedToAllowWildcardSubdomains().AllowAnyMethod()),
                "disabled" => proxy.WithMetadata(new DisableCorsAttribute()),
                _ => proxy,
            };
        },
    });

    private static void ListFriend(CorsPolicyBuilder policy) => policy.WithOrigins(Friend).AllowAnyHeader().AllowAnyMethod();
}
