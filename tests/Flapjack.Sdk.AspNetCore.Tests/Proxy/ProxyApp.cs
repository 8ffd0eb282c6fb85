using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

/// <summary>A user's app with the proxy in it. Whatever a test does to it, at its end the key stands nowhere in the app's log.</summary>
internal sealed class ProxyApp : IAsyncDisposable
{
    public const string Key = "fj_live_5e3c1a9b7d";

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<FlapjackProxyRequest> _asked = new();
    private readonly List<string> _secrets = [Key];

    private ProxyApp(ProxyAppSetup setup)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Log.Loggers);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = setup.MaxBodyBytes;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = setup.Http2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        });
        var http = builder.Services.AddFlapjack(options =>
        {
            options.ApiKey = Key;
            options.BaseAddress = setup.Service;
            setup.Options(options);
            _secrets.Add(string.IsNullOrWhiteSpace(options.ApiKey) ? Key : options.ApiKey);
        });
        setup.Http(http);
        setup.Services(builder.Services);
        _application = builder.Build();
        setup.Pipeline(_application);
        setup.Map(_application, request =>
        {
            _asked.Enqueue(request);
            return setup.Authorize(request);
        });
    }

    public CapturedLog Log { get; } = new();

    public Uri Address => new(_application.Urls.Single());

    /// <summary>Sends what it is given as it is: no redirects, no cookies, paths left alone.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>What the hook was asked.</summary>
    public IReadOnlyList<FlapjackProxyRequest> Asked => [.. _asked];

    public static async Task<ProxyApp> StartAsync(ProxyAppSetup setup)
    {
        var app = new ProxyApp(setup);
        await app._application.StartAsync();
        app.Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None, MaxResponseDrainSize = 0 })
        {
            BaseAddress = app.Address,
            Timeout = Limit.Time,
            DefaultRequestVersion = setup.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        return app;
    }

    public static Task<ProxyApp> StartAsync(StubService service, Action<FlapjackClientOptions>? options = null) =>
        StartAsync(new() { Service = service.Address, Options = options ?? (_ => { }) });

    /// <summary>Sends a request whose path is not touched on its way.</summary>
    public Task<HttpResponseMessage> SendAsync(string method, string target, params (string Name, string Value)[] headers)
    {
        var address = new Uri(Address.AbsoluteUri.TrimEnd('/') + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new(method), address);
        (request.Version, request.VersionPolicy) = (Http.DefaultRequestVersion, Http.DefaultVersionPolicy);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _application.DisposeAsync();
        Log.Lines.Should().NotContain(line => _secrets.Any(secret => line.Contains(secret)));
    }
}

/// <summary>What is particular about one test's app.</summary>
internal sealed class ProxyAppSetup
{
    public required Uri Service { get; init; }

    /// <summary>Whether the app speaks HTTP/2, as browsers do with one that has a certificate.</summary>
    public bool Http2 { get; init; }

    public long? MaxBodyBytes { get; init; }

    public Action<FlapjackClientOptions> Options { get; init; } = _ => { };

    public Action<IHttpClientBuilder> Http { get; init; } = _ => { };

    public Action<IServiceCollection> Services { get; init; } = _ => { };

    public Action<WebApplication> Pipeline { get; init; } = _ => { };

    public Func<FlapjackProxyRequest, ValueTask<bool>> Authorize { get; init; } = _ => ValueTask.FromResult(true);

    public Action<IEndpointRouteBuilder, Func<FlapjackProxyRequest, ValueTask<bool>>> Map { get; init; } = (routes, authorize) => routes.MapFlapjackProxy(authorize);
}
