using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

/// <summary>A real web server on a free loopback port that keeps what it receives. It answers 200 unless told otherwise.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<HttpContext, ReceivedWebhook, Task> _answer;
    private readonly Channel<ReceivedWebhook> _arrivals = Channel.CreateUnbounded<ReceivedWebhook>();

    private WebhookReceiver(Func<HttpContext, ReceivedWebhook, Task> answer)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    public ConcurrentQueue<ReceivedWebhook> Received { get; } = new();

    public int Port => new Uri(_app.Urls.Single()).Port;

    public static Task<WebhookReceiver> StartAsync() => StartAsync((_, _) => Task.CompletedTask);

    /// <summary>Answers with these statuses in turn, then with 200.</summary>
    public static Task<WebhookReceiver> StartAsync(params int[] statuses)
    {
        var left = new ConcurrentQueue<int>(statuses);
        return StartAsync((context, _) =>
        {
            context.Response.StatusCode = left.TryDequeue(out var status) ? status : 200;
            return Task.CompletedTask;
        });
    }

    public static async Task<WebhookReceiver> StartAsync(Func<HttpContext, ReceivedWebhook, Task> answer)
    {
        var receiver = new WebhookReceiver(answer);
        await receiver._app.StartAsync();
        return receiver;
    }

    public Uri Url(string path) => new($"http://127.0.0.1:{Port}{path}");

    /// <summary>The next request, as soon as it has come in and before it is answered.</summary>
    public async Task<ReceivedWebhook> NextAsync() => await _arrivals.Reader.ReadAsync().AsTask().WaitAsync(Patience.Limit);

    public async ValueTask DisposeAsync()
    {
        // cancelled from the start: requests that are still held are cut, not waited for
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var webhook = new ReceivedWebhook(context.Request.Method, context.Request.Path, headers, body.ToArray());
        Received.Enqueue(webhook);
        _arrivals.Writer.TryWrite(webhook);
        await _answer(context, webhook);
    }
}
