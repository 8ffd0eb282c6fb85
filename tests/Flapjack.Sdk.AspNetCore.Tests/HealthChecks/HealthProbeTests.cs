using System.Diagnostics;
using Flapjack.Sdk.AspNetCore.Tests.Proxy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.Sdk.AspNetCore.Tests.HealthChecks;

/// <summary>The one call of the health check, at a client with its default retries: how often it is sent, and what it leaves in the traces.</summary>
public sealed class HealthProbeTests
{
    private const string Key = "fj_live_not-to-be-shown";

    private const string NoAgent = """{"error":"NOT_FOUND","detail":"Agent not found"}""";

    [Theory]
    [InlineData("7", """{"error":"RATE_LIMITED","reason":"ORG","detail":"Too many requests"}""")]
    [InlineData("0", """{"error":"RATE_LIMITED","detail":"Too many requests"}""")]
    [InlineData("3600", "")]
    [InlineData(null, """{"error":"RATE_LIMITED"}""")]
    [InlineData(null, "")]
    [InlineData("7", "\r\n")]
    [InlineData("7", "\uFEFF{\"error\":\"RATE_LIMITED\"}")]
    [InlineData("soon", """{"error":"RATE_LIMITED","reason":{"kind":"ORG"}}""")]
    public async Task A_429_is_healthy_after_one_call_whatever_its_retry_after(string? retryAfter, string body)
    {
        await using var service = await StubService.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = retryAfter;
            return context.Response.WriteAsync(body);
        });

        var entry = await CheckAsync(service.Address);

        entry.Status.Should().Be(HealthStatus.Healthy);
        service.Arrivals.Should().ContainSingle();
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(520)]
    public async Task A_service_that_fails_is_unhealthy_after_one_call(int status)
    {
        await using var service = await StubService.StartAsync(status, """{"error":"INTERNAL","detail":"boom"}""");

        var entry = await CheckAsync(service.Address);

        entry.Status.Should().Be(HealthStatus.Unhealthy);
        entry.Description.Should().Contain("can't be used at the moment").And.Contain($"{status}").And.Contain("boom");
        service.Arrivals.Should().ContainSingle();
    }

    [Fact]
    public async Task A_cut_is_unhealthy_after_one_call()
    {
        await using var service = new RawService(_ => null);

        var entry = await CheckAsync(service.Address);

        entry.Status.Should().Be(HealthStatus.Unhealthy);
        service.Requests.Should().Be(1);
    }

    [Fact]
    public async Task A_cut_on_a_connection_that_was_used_before_is_one_call_too()
    {
        await using var service = new RawService(request => request == 1 ? $"HTTP/1.1 404 Not Found\r\nContent-Length: {NoAgent.Length}\r\n\r\n{NoAgent}" : null);
        await using var provider = Provider(service.Address);
        var checks = provider.GetRequiredService<HealthCheckService>();

        var first = await checks.CheckHealthAsync().Soon();
        var second = await checks.CheckHealthAsync().Soon();

        (first.Status, second.Status).Should().Be((HealthStatus.Healthy, HealthStatus.Unhealthy));
        service.Requests.Should().Be(2);
    }

    [Fact]
    public async Task An_answer_that_is_cut_in_its_body_is_unhealthy_after_one_call()
    {
        await using var service = await StubService.StartAsync(async context =>
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        var entry = await CheckAsync(service.Address);

        entry.Status.Should().Be(HealthStatus.Unhealthy);
        service.Arrivals.Should().ContainSingle();
    }

    [Theory]
    [InlineData(401, """{"error":"UNAUTHORIZED"}""", "ApiKey", "base address")]
    [InlineData(403, """{"error":"FORBIDDEN","detail":"no"}""", "sandbox:admin", "base address")]
    public async Task A_refused_key_is_unhealthy_with_the_keys_advice(int status, string body, string advice, string notInIt)
    {
        await using var service = await StubService.StartAsync(status, body);

        var entry = await CheckAsync(service.Address);

        entry.Status.Should().Be(HealthStatus.Unhealthy);
        entry.Description.Should().Contain(advice).And.NotContain(notInIt);
        service.Arrivals.Should().ContainSingle();
    }

    [Theory]
    [InlineData(401, "ApiKey")]
    [InlineData(403, "sandbox:admin")]
    public async Task A_refusal_of_something_on_the_way_is_told_apart_from_the_apis(int status, string advice)
    {
        await using var service = await StubService.StartAsync(status, "<h1>Access denied</h1>", "text/html");

        var entry = await CheckAsync(service.Address);

        entry.Status.Should().Be(HealthStatus.Unhealthy);
        entry.Description.Should().Contain(advice).And.Contain("base address").And.Contain($"{status} with text/html");
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 99\r\n\r\n{\"error\":\"NOT_FOUND\"}")] // cut in its body
    [InlineData("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 99\r\n\r\n")]
    [InlineData("HTTP/1.1 429 Too Many Requests\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"er")]
    [InlineData("HTTP/1.1 404 Not Fo")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")]
    public async Task Half_an_answer_or_another_protocol_is_unhealthy_after_one_call(string answer)
    {
        await using var service = new RawService(_ => answer, keepsAlive: false);

        var entry = await CheckAsync(service.Address);

        entry.Status.Should().Be(HealthStatus.Unhealthy);
        service.Requests.Should().Be(1);
    }

    [Fact]
    public async Task A_redirect_is_unhealthy_even_when_the_users_handler_follows_it_to_what_looks_like_the_api()
    {
        await using var portal = await StubService.StartAsync(404, NoAgent);
        await using var service = await StubService.StartAsync(context =>
        {
            context.Response.Redirect(portal.Address.AbsoluteUri);
            return Task.CompletedTask;
        });

        var alone = await CheckAsync(service.Address);
        var followed = await CheckAsync(service.Address, http => http.ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler()));

        (alone.Status, followed.Status).Should().Be((HealthStatus.Unhealthy, HealthStatus.Unhealthy));
        followed.Description.Should().Contain("it is not Flapjack's API").And.Contain(portal.Address.Authority);
        alone.Description.Should().Contain("it is not Flapjack's API").And.Contain("302").And.Contain(portal.Address.Authority);
        service.Arrivals.Should().HaveCount(2);
    }

    [Fact]
    public async Task What_a_stranger_answers_is_shown_without_the_key()
    {
        await using var service = await StubService.StartAsync(context =>
            context.Response.WriteAsync($$"""{"ok":true,"youSent":"{{Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(context.Request.Headers.Authorization!))}}"}"""));

        var entry = await CheckAsync(service.Address);

        entry.Description.Should().Contain("it is not Flapjack's API").And.Contain("200").And.Contain("\"ok\":true").And.Contain("[key]");
        entry.Description.Should().NotContain(Convert.ToBase64String("_not-to-be-"u8)[..^4]);
    }

    [Theory]
    [InlineData(404, NoAgent, HealthStatus.Healthy)]
    [InlineData(429, """{"error":"RATE_LIMITED"}""", HealthStatus.Healthy)]
    [InlineData(401, """{"error":"UNAUTHORIZED"}""", HealthStatus.Unhealthy)]
    public async Task The_call_leaves_no_span_with_an_error(int status, string body, HealthStatus health)
    {
        var spans = new List<Activity>();
        using var probe = new Activity("GET /health");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("System.Net.Http", StringComparison.Ordinal) || source.Name == FlapjackDiagnostics.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        probe.Start();
        await using var service = await StubService.StartAsync(status, body);

        var entry = await CheckAsync(service.Address);

        entry.Status.Should().Be(health);
        lock (spans)
        {
            var ours = spans.Where(span => span.TraceId == probe.TraceId && span.OperationName is ("System.Net.Http.HttpRequestOut" or "GetComputerStatus")).ToList();
            ours.Select(span => (span.OperationName, span.Status, span.Recorded)).Should().Equal(
                ("System.Net.Http.HttpRequestOut", ActivityStatusCode.Unset, false), ("GetComputerStatus", ActivityStatusCode.Unset, false));
            ours.SelectMany(span => span.TagObjects).Should().NotContain(tag => tag.Key == "error.type");
        }
    }

    private static async Task<HealthReportEntry> CheckAsync(Uri address, Action<IHttpClientBuilder>? http = null)
    {
        await using var provider = Provider(address, http);
        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync().Soon();
        return report.Entries["flapjack"];
    }

    private static ServiceProvider Provider(Uri address, Action<IHttpClientBuilder>? http = null)
    {
        // The clock stands still, so that no check is given up because the machine is busy.
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new FakeTimeProvider());
        var builder = services.AddFlapjack(options => (options.BaseAddress, options.ApiKey) = (address, Key));
        http?.Invoke(builder);
        return services.AddHealthChecks().AddFlapjack().Services.BuildServiceProvider();
    }
}
