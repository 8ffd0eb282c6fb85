using System.Text;
using System.Threading.Channels;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace QuickStart;

/// <summary>What an app platform has to receive Flapjack's webhooks: an endpoint that verifies the signature over the raw body.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly Channel<ReceivedWebhook> _received = Channel.CreateUnbounded<ReceivedWebhook>();
    private readonly WebApplication _application;

    private WebhookReceiver(string secret)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.MapPost("/flapjack", context => ReceiveAsync(context, secret));
    }

    public string Url => _application.Urls.First() + "/flapjack";

    public static async Task<WebhookReceiver> StartAsync(string secret, CancellationToken cancellationToken)
    {
        var receiver = new WebhookReceiver(secret);
        await receiver._application.StartAsync(cancellationToken);
        return receiver;
    }

    public async Task<ReceivedWebhook> NextAsync(CancellationToken cancellationToken) =>
        await _received.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context, string secret)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);

        var genuine = WebhookSignature.Verify(body.ToArray(), context.Request.Headers["X-Flapjack-Signature"], secret);
        context.Response.StatusCode = genuine ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        _received.Writer.TryWrite(new(context.Request.Headers["X-Flapjack-Event"].ToString(), Encoding.UTF8.GetString(body.ToArray()), genuine));
    }
}
