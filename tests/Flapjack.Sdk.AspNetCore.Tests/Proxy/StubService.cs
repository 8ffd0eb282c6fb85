using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

/// <summary>A request as it reached the service.</summary>
internal sealed record Arrival(string Method, string Target, IReadOnlyDictionary<string, string> Headers);

/// <summary>Stands where the Flapjack service is, and does what a test says.</summary>
internal sealed class StubService : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly RequestDelegate _answer;
    private readonly ConcurrentQueue<Arrival> _arrivals = new();

    private StubService(RequestDelegate answer)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    public Uri Address => new(_application.Urls.Single());

    public IReadOnlyList<Arrival> Arrivals => [.. _arrivals];

    public static async Task<StubService> StartAsync(RequestDelegate answer)
    {
        var service = new StubService(answer);
        await service._application.StartAsync();
        return service;
    }

    public static Task<StubService> StartAsync(int status, string body, string contentType = "application/json") => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body);
    });

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        _arrivals.Enqueue(new(context.Request.Method, target, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        return _answer(context);
    }
}
