using Microsoft.AspNetCore.Builder;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

public sealed class CrossSiteTests
{
    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "")]
    [InlineData("Sec-Fetch-Site", "same-origin, cross-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1")]
    [InlineData("Origin", "https://{host}")]
    [InlineData("Origin", "http://{host}.evil.example")]
    public async Task A_page_of_another_site_changes_nothing(string header, string value)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);
        var headers = (header, value.Replace("{host}", app.Address.Authority));

        using var exec = await app.SendAsync("POST", "/api/agents/a1/computer/exec", headers);
        using var delete = await app.SendAsync("DELETE", "/api/agents/a1", headers);
        using var put = await app.SendAsync("PUT", "/api/agents/a1/computer", headers);

        await exec.ShouldBeRefusalAsync(403, "CROSS_SITE");
        await delete.ShouldBeRefusalAsync(403, "CROSS_SITE");
        await put.ShouldBeRefusalAsync(403, "CROSS_SITE");
        app.Asked.Should().BeEmpty();
        service.Arrivals.Should().BeEmpty();
    }

    [Theory]
    [InlineData("same-origin", "http://{host}")]
    [InlineData("same-origin", "https://the-address-before-a-reverse-proxy.example")]
    [InlineData("none", null)]
    [InlineData(null, "http://{host}")]
    [InlineData(null, null)]
    public async Task The_apps_own_pages_and_those_who_are_no_browser_may(string? site, string? origin)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);
        var headers = new[] { ("Sec-Fetch-Site", site), ("Origin", origin?.Replace("{host}", app.Address.Authority)) };

        using var response = await app.SendAsync("POST", "/api/agents/a1/computer/exec", [.. headers.Where(h => h.Item2 is not null).Select(h => (h.Item1, h.Item2!))]);

        ((int)response.StatusCode).Should().Be(200);
    }

    [Fact]
    public async Task The_default_port_needs_no_naming()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("POST", "/api/agents/a1/computer/exec", ("Host", "app.example"), ("Origin", "http://app.example"));

        ((int)response.StatusCode).Should().Be(200);
    }

    [Fact]
    public async Task Reading_is_left_to_the_browsers_own_rules()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.SendAsync("GET", "/api/agents/a1/computer/status", ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example"));

        ((int)response.StatusCode).Should().Be(200);
        response.Headers.Should().NotContain(header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_app_can_let_other_sites_in()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(new()
        {
            Service = service.Address,
            Map = (routes, authorize) => routes.MapFlapjackProxy(authorize, options => options.AllowCrossOrigin = true),
        });

        using var response = await app.SendAsync("POST", "/api/agents/a1/computer/exec", ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://friend.example"));

        ((int)response.StatusCode).Should().Be(200);
        app.Asked.Should().ContainSingle();
    }
}
