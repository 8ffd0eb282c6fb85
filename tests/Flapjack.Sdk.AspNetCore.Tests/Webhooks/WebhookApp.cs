using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>A web app with the webhooks' endpoint, on Kestrel and a free port, its clock in the hands of the test.</summary>
internal sealed class WebhookApp : IAsyncDisposable
{
    public const string Route = "/api/flapjack/webhook";
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly WebApplication _app;

    private WebhookApp(WebApplication app, CapturedLog log, FakeTimeProvider time)
    {
        _app = app;
        Log = log;
        Time = time;
    }

    public CapturedLog Log { get; }

    public FakeTimeProvider Time { get; }

    public Uri Address => new(_app.Urls.Single());

    public HttpClient Http { get; private set; } = null!;

    public static Task<WebhookApp> StartAsync(FlapjackWebhookHandlers handlers, Action<FlapjackWebhookOptions>? configure = null) =>
        StartAsync(handlers, builder => builder.Services.AddFlapjackWebhooks(options =>
        {
            options.Secrets.Add(Secret);
            configure?.Invoke(options);
        }));

    /// <summary>With services of the test's own, the webhooks' included, and with middleware before the endpoint.</summary>
    public static async Task<WebhookApp> StartAsync(
        FlapjackWebhookHandlers handlers, Action<WebApplicationBuilder> services, Action<WebApplication>? middleware = null)
    {
        var (log, time) = (new CapturedLog(), new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1614265330)));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log.Loggers).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(time);
        services(builder);
        var app = new WebhookApp(builder.Build(), log, time);
        try
        {
            middleware?.Invoke(app._app);
            app._app.MapFlapjackWebhooks(Route, handlers);
            await app._app.StartAsync();
            app.Http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = app.Address, Timeout = TimeSpan.FromSeconds(30) };
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public static Signed SignPlainly(string body) => Signed.Plainly(body, Secret);

    public Signed SignFully(string body, string id = "msg_1") => Signed.Fully(body, id, Time.GetUtcNow(), Secret);

    public async Task<HttpStatusCode> PostAsync(Signed webhook)
    {
        using var response = await SendAsync(webhook);
        return response.StatusCode;
    }

    public async Task<HttpResponseMessage> SendAsync(Signed webhook, CancellationToken cancellationToken = default)
    {
        using var request = webhook.ToRequest();
        return await Http.SendAsync(request, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        // Cancelled from the start: requests that a test has left hanging are cut, not waited for.
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
