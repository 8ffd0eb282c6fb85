using System.Net;
using Flapjack.ReferenceBackend;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.Sdk.AspNetCore.Tests.HealthChecks;

public sealed class HealthCheckTests
{
    private const string Key = "fj_live_not-to-be-shown";

    private readonly CapturedLog _log = new();

    [Fact]
    public async Task An_api_that_knows_the_key_is_healthy()
    {
        await using var backend = await FlapjackBackend.StartAsync();

        var entry = await CheckAsync(backend.BaseAddress, backend.ApiKey);

        entry.Status.Should().Be(HealthStatus.Healthy);
        entry.Exception.Should().BeNull();
    }

    [Fact]
    public async Task A_key_that_the_api_does_not_know_is_unhealthy_and_the_key_to_check()
    {
        await using var backend = await FlapjackBackend.StartAsync();

        var entry = await CheckAsync(backend.BaseAddress, Key);

        entry.Status.Should().Be(HealthStatus.Unhealthy);
        entry.Description.Should().Contain("does not accept the key").And.Contain("ApiKey");
    }

    [Fact]
    public async Task A_key_without_the_scope_is_unhealthy_and_the_scope_is_named()
    {
        await using var backend = await FlapjackBackend.StartAsync();

        var entry = await CheckAsync(backend.BaseAddress, backend.CreateApiKey(backend.OrgId));

        entry.Status.Should().Be(HealthStatus.Unhealthy);
        entry.Description.Should().Contain("sandbox:admin");
    }

    [Fact]
    public async Task Where_nothing_listens_it_is_unhealthy_and_the_address_to_check()
    {
        // A port that was free a moment ago.
        var entry = await CheckAsync(await DeadAddressAsync(), Key, maxRetries: 0);

        entry.Status.Should().Be(HealthStatus.Unhealthy);
        entry.Description.Should().Contain("can't be reached").And.Contain("base address");
        entry.Exception.Should().BeOfType<FlapjackConnectionException>();
    }

    public static TheoryData<int, string, string> OtherServers => new()
    {
        { 404, "text/html", "<html><body><h1>404 Not Found</h1></body></html>" },
        { 404, "application/json", """{"timestamp":"2026-04-13T18:54:12.345Z","status":404,"error":"Not Found","path":"/api"}""" },
        { 404, "application/json", """{"message":"no Route matched with those values"}""" },
        { 404, "text/plain", "" },
        { 200, "text/html", "<html><body>Welcome</body></html>" },
        { 200, "application/json", "[]" },
        { 200, "application/json", """{"ok":true}""" },
        { 200, "application/json", """{"status":"ok","signals":{}}""" },
        { 200, "application/json", """{"computer":[],"signals":{}}""" },
        { 200, "application/json", """{"computer":{"status":7}}""" },
        { 200, "application/json", """{"error":"NOT_FOUND"}""" },
        { 200, "text/event-stream", ": open\n\n" },
        { 201, "application/json", """{"computer":null,"signals":{}}""" },
        { 404, "application/json", """{"error":{"code":"NOT_FOUND"}}""" },
        { 404, "application/json", """[{"error":"NOT_FOUND"}]""" },
        { 404, "application/json", """{"error":"not_found"}""" },
        { 404, "application/json", """{"error":"\ud83d"}""" },
        { 410, "text/html", "<h1>Gone</h1>" },
        { 200, "application/json", """{"status":"ready","computer":"mine"}""" },
        { 200, "application/json", """{"computer":{}}""" },
        { 200, "application/json", """{"sandbox":null}""" },
        { 200, "application/json", "null" },
        { 200, "application/json", "" },
        { 204, "text/plain", "" },
        { 400, "text/html", "<html><body>Bad request</body></html>" },
    };

    [Theory]
    [MemberData(nameof(OtherServers))]
    public async Task Another_server_is_unhealthy_whatever_it_answers(int status, string contentType, string body)
    {
        await using var server = await ServerAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            if (status != 204)
            {
                await context.Response.WriteAsync(body);
            }
        });

        var entry = await CheckAsync(new(server.Urls.Single()), Key);

        entry.Status.Should().Be(HealthStatus.Unhealthy);
        entry.Description.Should().Contain("it is not Flapjack's API").And.Contain("base address").And.Contain($"{status}");
    }

    [Theory]
    [InlineData(503, "", "can't be used at the moment")]
    [InlineData(500, """{"error":"INTERNAL","detail":"boom"}""", "can't be used at the moment")]
    [InlineData(302, "", "it is not Flapjack's API")]
    [InlineData(429, "<p>Slow down.</p>", "it is not Flapjack's API")]
    public async Task Any_other_refusal_is_unhealthy(int status, string body, string description)
    {
        await using var server = await ServerAsync(async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
        });

        var entry = await CheckAsync(new(server.Urls.Single()), Key, maxRetries: 0);

        entry.Status.Should().Be(HealthStatus.Unhealthy);
        entry.Description.Should().Contain(description).And.Contain($"{status}");
    }

    [Theory]
    [InlineData(404, """{"error":"NOT_FOUND","detail":"Agent not found"}""")]
    [InlineData(404, "\uFEFF{\"error\":\"NOT_FOUND\"}")]
    [InlineData(404, """ { "detail" : [7], "error" : "NOT_FOUND" } """)]
    [InlineData(200, "\uFEFF{\"computer\":null,\"signals\":{}}")]
    [InlineData(200, """{"computer":null,"signals":{}}""")]
    [InlineData(200, """{"sandbox":{"id":null,"status":"none"}}""")]
    [InlineData(429, """{"error":"RATE_LIMITED","detail":"Too many requests"}""")]
    [InlineData(429, "")]
    public async Task Whatever_the_api_says_to_somebody_it_knows_is_healthy(int status, string body)
    {
        string? asked = null;
        await using var server = await ServerAsync(async context =>
        {
            asked = $"{context.Request.Method} {context.Request.Path}";
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
        });

        var entry = await CheckAsync(new(server.Urls.Single()), Key);

        entry.Status.Should().Be(HealthStatus.Healthy);
        asked.Should().Be("GET /api/agents/00000000-0000-0000-0000-000000000000/computer/status");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_after_the_timeout()
    {
        var (time, asked) = (new FakeTimeProvider(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var server = await ServerAsync(async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        var check = CheckAsync(new(server.Urls.Single()), Key, services => services.AddSingleton<TimeProvider>(time), TimeSpan.FromSeconds(7));
        await asked.Task.Soon();
        time.Advance(TimeSpan.FromSeconds(6.9));
        check.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(0.1));
        var entry = await check;

        entry.Status.Should().Be(HealthStatus.Unhealthy);
        entry.Description.Should().Contain("did not answer within 7 s").And.Contain("base address");
    }

    [Fact]
    public async Task A_probe_that_is_cancelled_says_so()
    {
        using var cancelled = new CancellationTokenSource();
        await using var server = await ServerAsync(async context =>
        {
            await cancelled.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var provider = Provider(new(server.Urls.Single()), Key, checks => checks.AddFlapjack());

        var check = () => provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(cancelled.Token).Soon();

        await check.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task The_check_takes_the_name_the_tags_and_the_failure_status_that_it_is_given()
    {
        await using var provider = Provider(
            await DeadAddressAsync(), Key, checks => checks.AddFlapjack("computers", HealthStatus.Degraded, ["ready"], TimeSpan.FromMinutes(1)), maxRetries: 0);

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync().Soon();

        var (name, entry) = report.Entries.Should().ContainSingle().Subject;
        name.Should().Be("computers");
        entry.Status.Should().Be(HealthStatus.Degraded);
        entry.Tags.Should().Equal("ready");
    }

    [Fact]
    public async Task Without_a_client_the_complaint_names_the_call_that_is_missing()
    {
        await using var provider = new ServiceCollection().AddLogging().AddHealthChecks().AddFlapjack().Services.BuildServiceProvider();

        var check = () => provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        await check.Should().ThrowAsync<InvalidOperationException>().WithMessage("*builder.Services.AddFlapjack()*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(9)]
    [InlineData(86_400_001)]
    public void A_timeout_out_of_its_range_is_refused(int milliseconds)
    {
        var add = () => new ServiceCollection().AddHealthChecks().AddFlapjack(timeout: TimeSpan.FromMilliseconds(milliseconds));

        add.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("timeout");
    }

    [Fact]
    public async Task No_description_exception_or_log_shows_the_key_not_even_if_the_server_echoes_it()
    {
        await using var server = await ServerAsync(async context =>
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync($"<p>no such page, {context.Request.Headers.Authorization}</p>");
        });

        var entry = await CheckAsync(new(server.Urls.Single()), Key);

        $"{entry.Description} {entry.Exception}".Should().Contain("no such page").And.NotContain("not-to-be-shown");
        _log.Lines.Should().Contain(line => line.Contains("no such page")).And.NotContain(line => line.Contains("not-to-be-shown"));
    }

    [Fact]
    public async Task An_apps_health_page_shows_it()
    {
        await using var backend = await FlapjackBackend.StartAsync();
        await using var app = await ServerAsync(
            web => web.MapHealthChecks("/health"),
            services => AddTo(services, backend.BaseAddress, backend.ApiKey, checks => checks.AddFlapjack(), maxRetries: 0));
        using var http = new HttpClient();

        (await http.GetStringAsync(new Uri(new Uri(app.Urls.Single()), "/health")).Soon()).Should().Be("Healthy");
        await backend.DisposeAsync();
        using var response = await http.GetAsync(new Uri(new Uri(app.Urls.Single()), "/health")).Soon();

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).Should().Be("Unhealthy");
    }

    private async Task<HealthReportEntry> CheckAsync(
        Uri address, string key, Action<IServiceCollection>? services = null, TimeSpan? timeout = null, int maxRetries = 3)
    {
        await using var provider = Provider(address, key, checks => checks.AddFlapjack(timeout: timeout), services, maxRetries);
        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync().Soon();
        return report.Entries["flapjack"];
    }

    private ServiceProvider Provider(
        Uri address, string key, Action<IHealthChecksBuilder> checks, Action<IServiceCollection>? more = null, int maxRetries = 3)
    {
        var services = new ServiceCollection();
        AddTo(services, address, key, checks, maxRetries);
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private void AddTo(IServiceCollection services, Uri address, string key, Action<IHealthChecksBuilder> checks, int maxRetries = 3)
    {
        services.AddLogging(logging => logging.ClearProviders().AddProvider(_log.Loggers).SetMinimumLevel(LogLevel.Trace));
        // Stands still, so that no check is given up because the machine is busy.
        services.AddSingleton<TimeProvider>(new FakeTimeProvider());
        services.AddFlapjack(options => (options.BaseAddress, options.ApiKey, options.MaxRetries) = (address, key, maxRetries));
        checks(services.AddHealthChecks());
    }

    private static async Task<Uri> DeadAddressAsync()
    {
        await using var server = await ServerAsync(_ => Task.CompletedTask);
        return new(server.Urls.Single());
    }

    private static Task<WebApplication> ServerAsync(RequestDelegate answer) => ServerAsync(web => web.Run(answer), _ => { });

    private static async Task<WebApplication> ServerAsync(Action<WebApplication> map, Action<IServiceCollection> services)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        services(builder.Services);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }
}
