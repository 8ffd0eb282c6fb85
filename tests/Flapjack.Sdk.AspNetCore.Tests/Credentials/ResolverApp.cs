using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.Sdk.AspNetCore.Tests.Credentials;

/// <summary>A web app with the credential resolver, on Kestrel and a free port, its clock in the hands of the test.</summary>
internal sealed class ResolverApp : IAsyncDisposable
{
    public const string Route = "/api/resolve-credentials";
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string Question = """{"userId":"ann","orgId":"o1","provider":"anthropic","model":"claude-sonnet-4-6"}""";

    private readonly WebApplication _app;
    private int _nonces;

    private ResolverApp(WebApplication app, CapturedLog log, FakeTimeProvider time) => (_app, Log, Time) = (app, log, time);

    public CapturedLog Log { get; }

    public FakeTimeProvider Time { get; }

    public Uri Url => new(new(_app.Urls.Single()), Route);

    public HttpClient Http { get; private set; } = null!;

    public static Task<ResolverApp> StartAsync(Func<CredentialQuestion, CancellationToken, Task<string?>> resolve, params string[] secrets) => StartAsync(
        app => app.MapFlapjackCredentialResolver(Route, resolve),
        services => services.AddFlapjackCredentialResolver(options =>
        {
            foreach (var secret in secrets is [] ? [Secret] : secrets)
            {
                options.Secrets.Add(secret);
            }
        }));

    public static async Task<ResolverApp> StartAsync(Action<WebApplication> map, Action<IServiceCollection> services)
    {
        var (log, time) = (new CapturedLog(), new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1614265330)));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log.Loggers).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(time);
        services(builder.Services);
        var app = new ResolverApp(builder.Build(), log, time);
        try
        {
            map(app._app);
            await app._app.StartAsync();
            app.Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Limit.Time };
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>A question that is signed now, with a nonce that no other has.</summary>
    public HttpRequestMessage Sign(string body = Question, string secret = Secret, string? nonce = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        nonce ??= $"nonce-{Interlocked.Increment(ref _nonces)}";
        return new(HttpMethod.Post, Url)
        {
            Content = new ByteArrayContent(bytes),
            Headers =
            {
                { "X-Flapjack-Timestamp", Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
                { "X-Flapjack-Nonce", nonce },
                { "X-Flapjack-Signature", CredentialSignature.Compute(bytes, Time.GetUtcNow(), nonce, secret) },
            },
        };
    }

    /// <summary>Sends a question; returns the status and the body of the answer.</summary>
    public async Task<(int Status, string Body)> SendAsync(HttpRequestMessage question)
    {
        using (question)
        {
            using var response = await Http.SendAsync(question);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        // Cancelled from the start: requests that a test has left hanging are cut, not waited for.
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
