using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Flapjack.EndToEnd.Tests;

/// <summary>A webhook as it came.</summary>
internal sealed record Webhook(string Event, string Signature, byte[] Body)
{
    /// <summary>Where it belongs in a trace; empty if it did not say.</summary>
    public string TraceParent { get; init; } = "";
}

/// <summary>Where a user's app receives webhooks.</summary>
internal sealed class WebhookInbox : IAsyncDisposable
{
    private readonly Channel<Webhook> _received = Channel.CreateUnbounded<Webhook>();
    private readonly WebApplication _application;

    private WebhookInbox()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.MapPost("/hooks", ReceiveAsync);
    }

    public string Url => _application.Urls.Single() + "/hooks";

    public static async Task<WebhookInbox> StartAsync()
    {
        var inbox = new WebhookInbox();
        await inbox._application.StartAsync();
        return inbox;
    }

    public async Task<Webhook> NextAsync() => await _received.Reader.ReadAsync(Limit.Token);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _received.Writer.TryWrite(new(
            context.Request.Headers["X-Flapjack-Event"].ToString(), context.Request.Headers["X-Flapjack-Signature"].ToString(), body.ToArray())
        {
            TraceParent = context.Request.Headers.TraceParent.ToString(),
        });
    }
}
