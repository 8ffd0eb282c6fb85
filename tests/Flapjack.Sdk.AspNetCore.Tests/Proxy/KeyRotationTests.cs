using System.Net;
using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

/// <summary>The key changes while the app runs.</summary>
public sealed class KeyRotationTests
{
    [Fact]
    public async Task Each_request_has_the_token_of_its_moment()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        var asked = 0;
        await using var app = await ProxyApp.StartAsync(service, options => (options.ApiKey, options.TokenProvider) = (null, _ => ValueTask.FromResult($" token-{++asked}-0123456789")));

        (await app.SendAsync("GET", "/api/agents")).Dispose();
        (await app.SendAsync("GET", "/api/agents")).Dispose();

        service.Arrivals.Select(arrival => arrival.Headers["Authorization"]).Should().Equal("Bearer token-1-0123456789", "Bearer token-2-0123456789");
    }

    [Fact]
    public async Task Every_key_that_was_used_is_taken_out_of_what_the_service_echoes()
    {
        await using var service = await StubService.StartAsync(async context =>
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync("""{"error":"C","detail":"token-1-0123456789 and token-2-0123456789"}""");
        });
        var asked = 0;
        await using var app = await ProxyApp.StartAsync(service, options => (options.ApiKey, options.TokenProvider) = (null, _ => ValueTask.FromResult($"token-{++asked}-0123456789")));
        (await app.SendAsync("GET", "/api/agents")).Dispose();

        using var response = await app.SendAsync("GET", "/api/agents");

        (await response.Content.ReadAsStringAsync()).Should().Be("""{"error":"C","detail":"[key] and [key]"}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("to\nken-0123456789")]
    public async Task A_token_that_can_not_be_sent_is_the_apps_own_failure(string token)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service, options => (options.ApiKey, options.TokenProvider) = (null, _ => ValueTask.FromResult(token)));

        using var response = await app.SendAsync("GET", "/api/agents");

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        service.Arrivals.Should().BeEmpty();
        app.Log.Lines.Should().Contain(line => line.Contains("The option TokenProvider gave no key")).And.NotContain(line => line.Contains("ken-0123456789"));
    }

    [Fact]
    public async Task A_provider_that_never_answers_is_given_up()
    {
        await using var service = await StubService.StartAsync(200, "{}");
        await using var app = await ProxyApp.StartAsync(service, options =>
        {
            (options.ApiKey, options.ResponseTimeout) = (null, TimeSpan.FromMilliseconds(10));
            options.TokenProvider = _ => new(new TaskCompletionSource<string>().Task);
        });

        using var response = await app.SendAsync("GET", "/api/agents");

        response.StatusCode.Should().Be(HttpStatusCode.GatewayTimeout);
        (await response.Content.ReadAsStringAsync()).Should().Contain("Nothing was sent.");
        service.Arrivals.Should().BeEmpty();
    }
}
