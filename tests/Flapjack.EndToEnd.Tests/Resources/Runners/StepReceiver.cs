using System.Collections.Concurrent;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Flapjack.EndToEnd.Tests.Resources.Runners;

/// <summary>What a webhook step has sent.</summary>
internal sealed record ReceivedStep(string Path, string? Key, WebhookHeaders Headers, byte[] Body);

/// <summary>Where the webhook steps of runs post to. It keeps everything that came, and can withhold its answers.</summary>
internal sealed class StepReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedStep> _received = new();
    private readonly WebApplication _application;

    private StepReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.MapPost("/{name}", ReceiveAsync);
    }

    /// <summary>Whether requests are kept waiting for their answers.</summary>
    public bool Holds { get; set; }

    public static async Task<StepReceiver> StartAsync()
    {
        var receiver = new StepReceiver();
        await receiver._application.StartAsync();
        return receiver;
    }

    public string Url(string name) => $"{_application.Urls.Single()}/{name}";

    public ReceivedStep[] Received(string name) => [.. _received.Where(step => step.Path == $"/{name}")];

    public Task CameAsync(string name) => Eventually.HoldsAsync(() => Received(name).Length > 0, $"{name} is sent");

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        string? ValueOf(string name) => context.Request.Headers[name] is [{ } value, ..] ? value : null;
        _received.Enqueue(new(context.Request.Path, ValueOf("Idempotency-Key"), WebhookHeaders.Read(ValueOf), body.ToArray()));
        while (Holds)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, context.RequestAborted);
        }

        await context.Response.WriteAsJsonAsync(new { received = true });
    }
}
